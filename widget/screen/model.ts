// SPDX-License-Identifier: Apache-2.0
// What the panel knows, as its screen needs it: the Session's effects are folded into it, and the
// screen only reads it. A shopper has one conversation here, the one opened last.
import type { ConversationView, RowView } from '@wire/boundary';
import type { AgentProfile, ShopSettings } from '@wire/wire';
import { hexOf } from '../../web/bridge/bytes';
import type { ViewEffect } from '../../web/bridge/driver';
import type { Early } from '../chat/chat';

export const Status = { none: 0, queued: 1, sending: 2, sent: 3, delivered: 4, read: 5, notSent: 6 } as const;
export const Kind = { text: 1, event: 2, placeholder: 3, content: 4 } as const;
export const Happening = { closed: 1, reopened: 2, assigned: 3, surveyInvited: 4, erased: 5, changed: 6 } as const;
export const Link = { idle: 0, connecting: 1, online: 2, offline: 3, refused: 4 } as const;
const available = 2;
const closed = 2;
const erased = 3;

export interface Row extends RowView {
  /** Steady from the moment of writing on, also for what was written before the Session. */
  key: string;
}

export interface Connection {
  state: number;
  queued: number;
  /** Unix ms of the next try, 0 while one runs. */
  retryAt: number;
  code: number;
  message: string;
}

export class Model {
  shop: ShopSettings | undefined;
  agents: AgentProfile[] = [];
  bearer: Uint8Array | undefined;
  connection: Connection = { state: Link.idle, queued: 0, retryAt: 0, code: 0, message: '' };
  conversation: ConversationView | undefined;
  /** In the order of the screen: what the relay has numbered, then what is on its way. */
  rows: Row[] = [];
  isTyping = false;

  /** Words that a new Session has taken and not shown yet. */
  handedOver: Early[] = [];

  readonly #keys = new Map<string, string>();
  #isAnew = false;

  /** A new Session begins: it will say everything again, also what was written before it. Until then what is here stays. */
  begin(early: Early[]): void {
    this.#isAnew = true;
    this.isTyping = false;
    this.handedOver = [...early];
  }

  /** Folds one effect in; those that say nothing about the state pass by. */
  fold(effect: ViewEffect): void {
    switch (effect.type) {
      case 'ConnectionChanged':
        this.connection = effect;
        break;
      case 'ShopChanged':
        this.shop = effect.settings;
        this.agents = effect.agents;
        this.bearer = effect.bearer;
        break;
      case 'PresenceChanged':
        this.agents = this.agents.map((agent) => (same(agent.id, effect.agent) ? { ...agent, state: effect.state } : agent));
        break;
      case 'ConversationChanged':
        this.#foldConversation(effect.conversation);
        break;
      case 'RowsChanged':
        if (this.#isCurrent(effect.conv)) this.#foldRows(effect.rows);
        break;
      case 'RowRemoved':
        this.rows = this.rows.filter((row) => !same(row.mid, effect.mid));
        break;
      case 'TypingChanged':
        if (this.#isCurrent(effect.conv)) this.isTyping = effect.on;
        break;
      case 'Refused':
        // Such words go back into the field.
        this.handedOver = [];
        break;
      default:
    }
  }

  get isClosed(): boolean {
    return this.conversation?.state === closed;
  }

  get isErased(): boolean {
    return this.conversation?.state === erased;
  }

  /** The relay says so: without it nobody knows. */
  get isAway(): boolean {
    return this.connection.state === Link.online && !this.agents.some(({ state }) => state === available);
  }

  get isOffline(): boolean {
    return this.connection.state === Link.offline || this.connection.state === Link.refused;
  }

  /** Own messages that are not with the relay: queued, or refused by it. */
  get unsent(): number {
    return this.connection.queued + this.rows.filter(({ status }) => status === Status.notSent).length;
  }

  /** What has not gone out: messages, and whatever else was done. */
  get waiting(): number {
    const here = this.rows.filter(({ status }) => status === Status.queued || status === Status.sending).length;
    return Math.max(this.connection.queued, here);
  }

  /** How many own messages wait until something is done about this one. */
  behind(row: Row): number {
    return this.rows.slice(this.rows.indexOf(row)).filter(({ status }) => status === Status.queued).length;
  }

  get assignee(): AgentProfile | undefined {
    return this.agentOf(this.conversation?.assignee ?? null);
  }

  /** Who answers: the one it is assigned to, else those who are here, else everyone. */
  get answering(): AgentProfile[] {
    if (this.assignee) return [this.assignee];
    const here = this.agents.filter(({ state }) => state === available);
    return here.length > 0 ? here : this.agents;
  }

  agentOf(id: Uint8Array | null): AgentProfile | undefined {
    return id ? this.agents.find((agent) => same(agent.id, id)) : undefined;
  }

  #isCurrent(conv: Uint8Array): boolean {
    return !this.conversation || same(this.conversation.conv, conv);
  }

  #foldConversation(view: ConversationView): void {
    const current = this.conversation;
    if (this.#isAnew) this.rows = [];
    if (!this.#isAnew && current && !same(current.conv, view.conv)) {
      if (view.openedAt < current.openedAt) return;
      this.rows = [];
    }
    this.#isAnew = false;
    this.conversation = view;
  }

  #foldRows(changed: RowView[]): void {
    const rows = new Map(this.rows.map((row) => [row.key, row]));
    for (const view of changed) {
      const key = this.#keyOf(view);
      rows.set(key, { ...view, key });
    }
    // A stable sort: what has no number yet stays in the order of writing, at the end.
    this.rows = [...rows.values()].sort((a, b) => (a.seq || Infinity) - (b.seq || Infinity) || 0);
  }

  #keyOf(view: RowView): string {
    const mid = hexOf(view.mid);
    let key = this.#keys.get(mid);
    if (key) return key;
    const place = view.mine ? this.handedOver.findIndex(({ body }) => body === view.body) : -1;
    key = place < 0 ? mid : (this.handedOver.splice(place, 1)[0]?.key ?? mid);
    this.#keys.set(mid, key);
    return key;
  }
}

export function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

/** Words that no Session has taken yet, as a row of the transcript. */
export function earlyRow({ key, body, at }: Early): Row {
  return {
    key,
    mid: new Uint8Array(),
    seq: 0,
    author: 1,
    mine: true,
    agent: null,
    kind: Kind.text,
    body,
    event: 0,
    eventAgent: null,
    at,
    status: Status.none,
    reason: 0,
    page: null,
    content: new Uint8Array(),
    pub: new Uint8Array(),
  };
}
