// SPDX-License-Identifier: Apache-2.0
// What this agent left on the desk, in every tab: drafts and settings are one for all tabs, written
// as they change and read by the others; where one looks is each tab's own. Drafts are kept one by
// one, so that no tab writes over what another has begun.
import type { Keep } from './keep';
import { noBelongings, type Belongings } from './live';
import { hear, say } from './together';
import { Store } from '../state/store';
import type { Id } from '../state/model';

/** A tab's own place outlives its reload in the entry of its history. */
type Place = Pick<Belongings, 'looking' | 'tab'>;

export async function openBelongings(keep: Keep): Promise<Store<Belongings>> {
  const kept = { ...noBelongings, ...(await keep.settings()), drafts: await keep.drafts() };
  const belongings = new Store<Belongings>({ ...kept, ...(history.state as Place | null) });
  const writer = new Writer(keep, belongings.get());
  belongings.subscribe(() => writer.take(belongings.get()));
  hear('settings', () => void keep.settings().then((settings) => {
    if (!settings) return;
    const { sound, notify, away } = settings;
    belongings.set(writer.learn({ ...belongings.get(), sound, notify, away }));
  }));
  hear('draft', (conv) => void keep.draft(conv).then((words) => {
    // What is being written here is newer.
    if (!writer.writes(conv)) belongings.set(writer.learn({ ...belongings.get(), drafts: withDraft(belongings.get().drafts, conv, words) }));
  }));
  return belongings;
}

/** Words that go back to where they were written. What was already begun anew stands after them. */
export function putBack(belongings: Store<Belongings>, conv: Id, words: string): void {
  belongings.update((value) => {
    const begun = value.drafts[conv];
    return { ...value, drafts: withDraft(value.drafts, conv, begun ? `${words}\n\n${begun}` : words) };
  });
}

export function withDraft(drafts: Belongings['drafts'], conv: Id, words: string): Belongings['drafts'] {
  const rest = Object.fromEntries(Object.entries(drafts).filter(([id]) => id !== conv));
  return words === '' ? rest : { ...rest, [conv]: words };
}

/** Writes at once, one write after the other: a page that goes does not wait for a late one. */
class Writer {
  #drafts = new Set<Id>();
  #settings = false;
  #isWriting = false;

  constructor(
    private readonly keep: Keep,
    private known: Belongings,
  ) {}

  /** It came from another tab: there is nothing to write. */
  learn(belongings: Belongings): Belongings {
    return (this.known = belongings);
  }

  writes(conv: Id): boolean {
    return this.#drafts.has(conv);
  }

  take(belongings: Belongings): void {
    const before = this.known;
    this.known = belongings;
    for (const conv of new Set([...Object.keys(before.drafts), ...Object.keys(belongings.drafts)])) {
      if (before.drafts[conv] !== belongings.drafts[conv]) this.#drafts.add(conv);
    }
    const { looking, tab } = belongings;
    if (looking !== before.looking || tab !== before.tab) history.replaceState({ looking, tab } satisfies Place, '');
    this.#settings ||= (['looking', 'tab', 'sound', 'notify', 'away'] as const).some((name) => before[name] !== belongings[name]);
    void this.#write();
  }

  async #write(): Promise<void> {
    if (this.#isWriting) return;
    this.#isWriting = true;
    while (this.#settings || this.#drafts.size > 0) {
      const [conv] = this.#drafts;
      if (conv !== undefined) {
        const words = this.known.drafts[conv] ?? '';
        await this.keep.keepDraft(conv, words);
        if ((this.known.drafts[conv] ?? '') === words) this.#drafts.delete(conv);
        say('draft', conv);
      } else {
        this.#settings = false;
        await this.keep.keepSettings(this.known);
        say('settings');
      }
    }
    this.#isWriting = false;
  }
}
