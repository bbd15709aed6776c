// SPDX-License-Identifier: Apache-2.0
// Under a row that the relay refused for good: why, and what can be done. What follows in the same
// conversation waits until somebody has decided. Edit takes the words back into the reply field.
import { useConsole } from '../desk-context';
import { Button } from '../parts/button';
import { Icon } from '../parts/icon';
import { refusalWords } from '../refusals';
import { putBack } from '../session/belongings';
import type { Conversation, Row } from '../state/model';
import { t } from '../text';

export function NotSent({ row, conversation }: { row: Row; conversation: Conversation }) {
  const { live, belongings } = useConsole();
  const edit = (): void => {
    putBack(belongings, conversation.id, row.body);
    live.discardRow(conversation.id, row.mid);
    requestAnimationFrame(() => document.getElementById('reply')?.focus());
  };
  return (
    <div class="not-sent" role="alert">
      <span>
        <Icon name="alert" size={14} /> {t('status.notSent', { why: refusalWords(row.reason) })}
      </span>
      <span class="ways-out">
        {row.kind === 'text' && (
          <Button tone="quiet" onClick={edit}>
            {t('edit')}
          </Button>
        )}
        <Button tone="quiet" onClick={() => live.retryRow(conversation.id, row.mid)}>
          {t('retry')}
        </Button>
        <Button tone="quiet" onClick={() => live.discardRow(conversation.id, row.mid)}>
          {t('discard')}
        </Button>
      </span>
    </div>
  );
}
