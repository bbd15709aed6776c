// SPDX-License-Identifier: Apache-2.0
// A message that holds cards. Its answers are only shown here: it is the shopper who chooses.
import { writtenWith } from '../../cards/fallback';
import type { Cards } from '../../cards/read';
import { CardsPart } from '../../cards/ui/cards-part';
import { Replies } from '../../cards/ui/replies';
import { CardWords } from '../../cards/words';
import { Written } from '../../words/written';
import { formattingNow } from '../text';

let words: CardWords | undefined;

/** In the agent's language. */
export function cardWords(): CardWords {
  const locale = formattingNow();
  if (words?.locale !== locale) words = new CardWords(locale);
  return words;
}

export function CardsBubble({ cards: { content, cards, replies } }: { cards: Cards }) {
  const context = { words: cardWords() };
  const written = writtenWith(content);
  return (
    <>
      {written && (
        <div class="file-caption written">
          <Written body={written} />
        </div>
      )}
      <CardsPart cards={cards} context={context} />
      {replies.length > 0 && <Replies replies={replies} context={context} />}
    </>
  );
}
