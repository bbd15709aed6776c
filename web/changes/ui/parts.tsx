// SPDX-License-Identifier: Apache-2.0
// What stands around a message's words: what it answers, the signs beside it, and over the field
// what the next words will be.
import type { Values } from '../../bridge/locale';
import type { Reaction } from '../standing';
import type { ChangeWord } from '../words';

type Say = (word: ChangeWord, values?: Values) => string;

/** `onShow` brings the message into sight; without it that is not here. */
export function Quote({ say, name, words, onShow }: { say: Say; name: string; words: string; onShow?: (() => void) | undefined }) {
  return (
    <button type="button" class="quoted" disabled={!onShow} aria-label={say('answers', { quote: words })} onClick={onShow}>
      {name && <b dir="auto">{name}</b>}
      <span dir="auto">{words}</span>
    </button>
  );
}

export function Reactions({ say, reactions, onReact }: { say: Say; reactions: readonly Reaction[]; onReact: (emoji: string, on: boolean) => void }) {
  if (reactions.length === 0) return null;
  return (
    <div class="reactions">
      {reactions.map(({ emoji, count, mine }) => (
        <button key={emoji} type="button" aria-pressed={mine} aria-label={say('reacted', { emoji, count })} onClick={() => onReact(emoji, !mine)}>
          {emoji}
          {count > 1 && <span>{count}</span>}
        </button>
      ))}
    </div>
  );
}

/** Over the field: the next words answer a message, or stand in its place. */
export function NextWords({ say, title, words, icon, onCancel }: { say: Say; title: string; words: string; icon: preact.ComponentChild; onCancel: () => void }) {
  return (
    <div class="next-words" role="status">
      <p>
        <b dir="auto">{title}</b>
        <span dir="auto">{words}</span>
      </p>
      <button type="button" class="action-button" aria-label={say('cancel')} title={say('cancel')} onClick={onCancel}>
        {icon}
      </button>
    </div>
  );
}
