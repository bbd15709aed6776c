// SPDX-License-Identifier: Apache-2.0
// Over the field: that the next words answer a message, or stand in its place.
import closeIcon from '../../../assets/icons/close.svg?strokes';
import { NextWords } from '../../../web/changes/ui/parts';
import { say, sayChange } from '../language';
import type { View } from '../view';
import { Icon } from './icon';

export function Next({ view }: { view: View }) {
  const { next } = view.changes;
  if (!next) return null;
  const name = next.row.mine ? say('you') : (view.model.agentOf(next.row.agent)?.name ?? view.model.shop?.name ?? say('team'));
  return (
    <NextWords
      say={sayChange}
      title={next.kind === 'edit' ? sayChange('editing') : sayChange('replyTo', { name })}
      words={next.words}
      icon={<Icon path={closeIcon} />}
      onCancel={() => view.changes.begin(undefined)}
    />
  );
}
