// SPDX-License-Identifier: Apache-2.0
// What may be done with one message: react, answer, copy, edit, delete. While one answers or edits,
// the next words of the field go there, and what stood in it waits.
import { hexOf } from '../../web/bridge/bytes';
import { deletion, edit, reaction, reply } from '../../web/changes/content';
import { mayChange, standingsOf, type Said, type Standing, type Standings } from '../../web/changes/standing';
import { sayChange } from './language';
import { Happening, Kind, Status, type Row } from './model';
import type { Scene } from './door';

export interface NextWords {
  row: Row;
  kind: 'reply' | 'edit';
  /** Of the message that is answered or edited. */
  words: string;
}

export class Changes {
  next: NextWords | undefined;
  #rows: readonly Row[] | undefined;
  #standings: Standings = standingsOf([]);

  constructor(private readonly scene: Scene) {}

  /** What was said of a message since; nothing for most. */
  of(row: Row): Standing | undefined {
    return this.#now.of.get(hexOf(row.mid));
  }

  /** Shown by the message that it changes, unless its writer has to know that it did not. */
  isSilent(row: Row): boolean {
    if (row.kind !== Kind.event || row.event !== Happening.changed) return false;
    return row.status !== Status.notSent && !(row.mine && this.#now.late.has(hexOf(row.mid)));
  }

  wordsOf(row: Row): string {
    return this.of(row)?.body ?? row.body;
  }

  canChange(row: Row): boolean {
    return row.seq > 0 && mayChange(saidOf(row), Date.now());
  }

  react(row: Row, emoji: string, on: boolean): void {
    this.#tell((conv, mid) => reaction(conv, mid, emoji, on), row);
  }

  delete(row: Row): void {
    if (this.next?.row.key === row.key) this.begin(undefined);
    this.#tell(deletion, row);
  }

  /** Nothing: the next words are words again. */
  begin(kind: NextWords['kind'] | undefined, row?: Row): void {
    const { composer } = this.scene.stage;
    this.next = kind && row && { kind, row, words: this.wordsOf(row) };
    composer.divert(this.next && ((body) => this.#take(body)), kind === 'edit' ? this.next?.words : undefined);
    this.scene.redraw();
  }

  get #now(): Standings {
    const { rows } = this.scene.model;
    if (rows !== this.#rows) this.#standings = standingsOf(rows.map(saidOf));
    this.#rows = rows;
    return this.#standings;
  }

  // False: not taken.
  #take(body: string): boolean {
    const { next } = this;
    if (!next) return false;
    if (next.kind === 'edit' && !this.canChange(next.row)) {
      this.scene.stage.composer.complain(sayChange('tooLate'));
      return false;
    }
    this.begin(undefined);
    if (next.kind === 'reply') this.#tell((conv, mid) => reply(conv, mid, next.words, body), next.row, body);
    else if (body !== next.words) this.#tell((conv, mid) => edit(conv, mid, body), next.row, body);
    return true;
  }

  #tell(make: (conv: Uint8Array, mid: string) => Parameters<Scene['chat']['dispatch']>[0], row: Row, words = ''): void {
    const { chat, model } = this.scene;
    if (model.conversation) chat.tell(make(model.conversation.conv, hexOf(row.mid)), words);
  }
}

function saidOf(row: Row): Said {
  return {
    mid: hexOf(row.mid),
    at: row.at,
    author: row.mine ? 'mine' : `${row.author} ${row.agent ? hexOf(row.agent) : ''}`,
    mine: row.mine,
    body: row.body,
    content: row.content,
    isChange: row.event === Happening.changed,
    isRefused: row.status === Status.notSent,
  };
}
