// SPDX-License-Identifier: Apache-2.0
// One message: its words with their links, who wrote it and when, and what became of it.
import { Code } from '@wire/codes';
import { Component } from 'preact';

import alertIcon from '../../../assets/icons/alert.svg?strokes';
import moreIcon from '../../../assets/icons/more.svg?strokes';
import { hexOf } from '../../../web/bridge/bytes';
import type { Standing } from '../../../web/changes/standing';
import { Actions } from '../../../web/changes/ui/actions';
import { Quote, Reactions } from '../../../web/changes/ui/parts';
import { copy } from '../../../web/words/copy';
import { Written } from '../../../web/words/written';
import type { Changes } from '../changes';
import { say, sayChange, times, type Word } from '../language';
import { Kind, Status, type Row } from '../model';
import { isFewEmoji } from '../text';
import type { BubbleItem } from '../transcript';
import type { Scene } from './body';
import { Avatar } from './avatar';
import { Icon } from './icon';

const statusWords: Record<number, Word | undefined> = {
  [Status.queued]: 'queued',
  [Status.sending]: 'sending',
  [Status.sent]: 'sent',
  [Status.delivered]: 'delivered',
  [Status.read]: 'read',
  [Status.notSent]: 'notSent',
};

// Why a row is not shown; in the order of RowView.reason.
const placeholders: Word[] = ['notVerified', 'notVerified', 'notVerified', 'keyMissing', 'notVerified', 'notUnderstood', 'notUnderstood'];

export function Bubble({ item, ...scene }: Scene & { item: BubbleItem }) {
  const { row, first, last } = item;
  const { view } = scene;
  const agent = view.model.agentOf(row.agent);
  const name = agent?.name ?? view.model.shop?.name ?? say('team');
  const side = row.mine ? 'mine' : 'theirs';
  return (
    <div class={`row ${side}${first ? ' first' : ''}${last ? ' last' : ''}`} data-seq={row.seq} data-mid={hexOf(row.mid)}>
      {!row.mine && last && <Avatar {...scene} agent={agent} name={name} />}
      {!row.mine && first && (
        <span class="name" dir="auto">
          {name}
        </span>
      )}
      <Speech row={row} speaker={row.mine ? say('you') : name} scene={scene} />
      <Meta item={item} scene={scene} />
    </div>
  );
}

function Speech({ row, speaker, scene }: { row: Row; speaker: string; scene: Scene }) {
  const { changes } = scene.view;
  const standing = changes.of(row);
  const react = (emoji: string, on: boolean): void => changes.react(row, emoji, on);
  return (
    <div class="speech">
      <Words row={row} standing={standing} speaker={speaker} scene={scene} />
      {standing && <Reactions say={sayChange} reactions={standing.reactions} onReact={react} />}
      {row.seq > 0 && row.kind !== Kind.placeholder && !standing?.isDeleted && <MessageActions row={row} standing={standing} changes={changes} onReact={react} />}
    </div>
  );
}

function MessageActions({ row, standing, changes, onReact }: { row: Row; standing: Standing | undefined; changes: Changes; onReact: (emoji: string, on: boolean) => void }) {
  const words = changes.wordsOf(row);
  const isWords = row.kind === Kind.text || standing?.answers !== undefined;
  const mayChange = changes.canChange(row);
  return (
    <Actions
      say={sayChange}
      icon={<Icon path={moreIcon} size={18} />}
      own={standing?.reactions.flatMap(({ emoji, mine }) => (mine ? [emoji] : [])) ?? []}
      onReact={onReact}
      onReply={() => changes.begin('reply', row)}
      onCopy={isWords ? () => void copy(words) : undefined}
      onEdit={isWords && mayChange ? () => changes.begin('edit', row) : undefined}
      onDelete={mayChange ? () => changes.delete(row) : undefined}
    />
  );
}

function Words({ row, standing, speaker, scene }: { row: Row; standing: Standing | undefined; speaker: string; scene: Scene }) {
  if (row.kind === Kind.placeholder) {
    return (
      <div class="bubble placeholder">
        <Icon path={alertIcon} size={16} />
        {say(placeholders[row.reason] ?? 'notVerified')}
      </div>
    );
  }
  if (standing?.isDeleted) {
    return (
      <div class="bubble placeholder">
        <span class="heard">{speaker}: </span>
        {sayChange('deleted')}
      </div>
    );
  }
  const { fileDoor, cardDoor } = scene.view;
  const drawn = row.kind === Kind.content && (fileDoor.desk?.draw(row) ?? cardDoor.desk?.draw(row));
  if (drawn) {
    return (
      <div class="bubble with-file">
        <span class="heard">{speaker}: </span>
        {drawn}
      </div>
    );
  }
  const body = standing?.body ?? row.body;
  return (
    <div class={isFewEmoji(body) && !standing?.answers ? 'bubble large' : 'bubble'}>
      <span class="heard">{speaker}: </span>
      {standing?.answers && <Answered {...standing.answers} scene={scene} />}
      <div class="written">
        <Written body={body} pageOrigin={scene.pageOrigin} follow={(href) => scene.view.follow(href)} />
      </div>
      {standing?.isEdited && <span class="edited">{sayChange('edited')}</span>}
    </div>
  );
}

function Answered({ mid, quote, scene }: { mid: string; quote: string; scene: Scene }) {
  const { changes, model } = scene.view;
  const target = model.rows.find((row) => hexOf(row.mid) === mid);
  const standing = target && changes.of(target);
  const name = target?.mine ? say('you') : (target && model.agentOf(target.agent)?.name);
  const show = (): void => document.querySelector(`[data-mid="${mid}"]`)?.scrollIntoView({ block: 'center' });
  const words = standing?.isDeleted ? sayChange('deleted') : (standing?.body ?? target?.body ?? quote);
  return <Quote say={sayChange} name={name ?? ''} words={words} onShow={target && show} />;
}

function Meta({ item, scene }: { item: BubbleItem; scene: Scene }) {
  const { row, last, showsStatus } = item;
  const { view } = scene;
  const hasFailed = row.status === Status.notSent || (row.mine && row.status === Status.none && view.failure !== undefined);
  const word = hasFailed ? 'notSent' : statusWords[row.status];
  if (!last && !hasFailed && !showsStatus) return null;
  return (
    // What becomes of a message is there to be read; only a failure is called out.
    <div class={hasFailed ? 'meta wrong' : 'meta'} aria-live="off">
      <time dateTime={new Date(row.at).toISOString()}>{times().time(row.at)}</time>
      {showsStatus && word && <span class="status">{say(word)}</span>}
      {row.status === Status.notSent && <Remedy row={row} scene={scene} />}
    </div>
  );
}

/** Why a message was not sent, and what to do about it. */
export class Remedy extends Component<{ row: Row; scene: Scene }, { isLater: boolean }> {
  override state = { isLater: false };

  override render({ row, scene }: { row: Row; scene: Scene }, { isLater }: { isLater: boolean }) {
    const { view } = scene;
    const behind = view.model.behind(row);
    // The buttons go with the message: who pressed one by the keyboard goes on in the transcript.
    const settle = (action: 'retry' | 'discard'): void => {
      view.settle(row, action);
      document.querySelector<HTMLElement>('[role=log]')?.focus({ preventScroll: true });
    };
    return (
      <div class="remedy" role="group" aria-label={`${say('notSent')}: ${row.body}`}>
        <p role="alert">{(row.kind === Kind.content && view.fileDoor.desk?.whyNot(row.reason)) || reasonOf(row.reason)}</p>
        {behind > 0 && <p>{say('waitBehind', { count: behind })}</p>}
        {isLater && <p role="status">{say('editLater')}</p>}
        {row.kind === Kind.text && (
          <button type="button" class="quiet" onClick={() => this.setState({ isLater: !view.edit(row) })}>
            {say('edit')}
          </button>
        )}
        <button type="button" class="quiet" onClick={() => settle('retry')}>
          {say('retry')}
        </button>
        <button type="button" class="quiet" onClick={() => settle('discard')}>
          {say('discard')}
        </button>
      </div>
    );
  }
}

function reasonOf(code: Code): string {
  if (code === Code.tooLarge) return say('whyTooLarge');
  if (code === Code.erased) return say('deleted');
  if (code === Code.forbidden || code === Code.unknownConversation) return say('whyClosed');
  return say('whyElse', { code });
}
