// SPDX-License-Identifier: Apache-2.0
// Answers to choose from. Pressing one says it; on the agents' side they are only shown.
import type { CardContext } from './context';

export function Replies({ replies, context, onChoose }: { replies: string[]; context: CardContext; onChoose?: (words: string) => void }) {
  return (
    <ul class="card-replies" aria-label={context.words.say('replies')}>
      {replies.map((words) => (
        <li>
          {onChoose ? (
            <button type="button" class="card-reply" dir="auto" onClick={() => onChoose(words)}>
              {words}
            </button>
          ) : (
            <span class="card-reply" dir="auto">
              {words}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
