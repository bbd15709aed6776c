// SPDX-License-Identifier: Apache-2.0
// Folds what the Session says into the Desk that the screens draw. Pure: the same effects always
// make the same desk. Objects that did not change stay the same, so that only their screens redraw.
import type { ConversationView, RowView } from '@wire/boundary';
import type { ViewEffect } from '../../bridge/driver';
import type { FileContent } from '@wire/wire';
import { hexOf } from '../../bridge/bytes';
import { contentOf } from '../../bridge/content';
import { standingsOf, type Said } from '../../changes/standing';
import { readCards } from '../../cards/read';
import type { Agent, Author, Connection, Conversation, Desk, Happening, Id, Presence, Row, Status } from './model';

const authors: readonly Author[] = ['system', 'shopper', 'agent', 'bot', 'system'];
const kinds: readonly Row['kind'][] = ['placeholder', 'text', 'event', 'placeholder', 'text'];
const happenings: readonly Happening[] = ['none', 'closed', 'reopened', 'assigned', 'surveyed', 'erased', 'changed'];
const statuses: readonly Status[] = ['none', 'queued', 'sending', 'sent', 'delivered', 'read', 'failed'];
const openState = 1;
const erasedState = 3;
const presences: readonly Presence[] = ['offline', 'away', 'available'];
const connections: readonly Connection['state'][] = ['idle', 'connecting', 'online', 'offline', 'refused'];

export function fold(desk: Desk, effects: readonly ViewEffect[]): Desk {
  return effects.reduce(foldOne, desk);
}

/** As the tab that has the connection tells: a conversation's own view does not say it here. */
export function withOnline(desk: Desk, online: ReadonlySet<Id>): Desk {
  const conversations = new Map(desk.conversations);
  for (const [id, talk] of conversations) {
    if (talk.online !== online.has(id)) conversations.set(id, { ...talk, online: online.has(id) });
  }
  return { ...desk, conversations, online };
}

function foldOne(desk: Desk, effect: ViewEffect): Desk {
  switch (effect.type) {
    case 'ConnectionChanged': {
      const { queued, retryAt, code, message } = effect;
      const state = connections[effect.state] ?? 'offline';
      return { ...desk, connection: { state, queued, retryAt, code, message } };
    }
    case 'ShopChanged':
      return { ...desk, shop: effect.settings, agents: new Map(effect.agents.map((agent) => [hexOf(agent.id), agentOf(agent)])) };
    case 'PresenceChanged':
      return foldPresence(desk, hexOf(effect.agent), presences[effect.state] ?? 'offline');
    case 'ConversationChanged':
      return foldConversation(desk, effect.conversation);
    case 'RowsChanged':
      return change(desk, hexOf(effect.conv), (talk) => withRows(talk, effect.rows.map(rowOf)));
    case 'RowRemoved': {
      const gone = hexOf(effect.mid);
      return change(desk, hexOf(effect.conv), (talk) => withRows({ ...talk, rows: talk.rows.filter(({ mid }) => mid !== gone) }, []));
    }
    case 'TypingChanged':
      return change(desk, hexOf(effect.conv), (talk) => ({ ...talk, typing: effect.on }));
    // For the ear, the notes and the files, not for the desk: connect.ts sees to them.
    case 'Arrived':
    case 'Refused':
    case 'Upload':
    case 'DropBlob':
      return desk;
    case 'Found':
      return { ...desk, found: { query: effect.query, hits: effect.rows.map(({ conv, row }) => ({ conv: hexOf(conv), row: rowOf(row) })) } };
  }
}

function foldPresence(desk: Desk, id: Id, state: Presence): Desk {
  const agent = desk.agents.get(id);
  if (!agent || agent.state === state) return desk;
  return { ...desk, agents: new Map(desk.agents).set(id, { ...agent, state }) };
}

function foldConversation(desk: Desk, view: ConversationView): Desk {
  const id = hexOf(view.conv);
  const before = desk.anew ? new Map<Id, Conversation>() : desk.conversations;
  const known = before.get(id);
  const erased = view.state === erasedState;
  const talk: Conversation = {
    id,
    open: view.state === openState,
    erased,
    assignee: view.assignee ? hexOf(view.assignee) : undefined,
    headSeq: view.headSeq,
    openedAt: view.openedAt,
    waitingSince: view.waitingSince,
    unread: view.unread,
    online: desk.online ? desk.online.has(id) : view.online,
    complete: view.complete,
    forked: view.forked,
    last: view.last ? rowOf(view.last) : erased ? undefined : known?.last,
    rows: erased ? [] : (known?.rows ?? []),
    standings: (!erased && known?.standings) || standingsOf([]),
    typing: known?.typing ?? false,
    page: known?.page ?? (view.last?.page ? { ...view.last.page } : undefined),
  };
  return { ...desk, anew: false, listed: true, conversations: new Map(before).set(id, talk) };
}

function change(desk: Desk, id: Id, how: (talk: Conversation) => Conversation): Desk {
  const talk = desk.conversations.get(id);
  if (!talk) return desk;
  return { ...desk, conversations: new Map(desk.conversations).set(id, how(talk)) };
}

/** New rows are added, changed ones replaced; acknowledged rows stand by seq, the others after them. */
function withRows(talk: Conversation, fresh: readonly Row[]): Conversation {
  const byMid = new Map(talk.rows.map((row) => [row.mid, row]));
  for (const row of fresh) byMid.set(row.mid, row);
  const rows = [...byMid.values()].sort((a, b) => (a.seq || Infinity) - (b.seq || Infinity) || 0);
  const pageRow = [...rows].reverse().find((row) => row.page);
  return { ...talk, rows, standings: standingsOf(rows.map(saidOf)), page: pageRow?.page ?? talk.page };
}

/** A row as changes look at it. */
export function saidOf({ mid, at, mine, author, agent, body, content, event, status }: Row): Said {
  const who = mine ? 'mine' : `${author} ${agent ?? ''}`;
  return { mid, at, mine, author: who, body, content, isChange: event === 'changed', isRefused: status === 'failed' };
}

function agentOf(profile: { id: Uint8Array; name: string; picture: string; state: number }): Agent {
  return { id: hexOf(profile.id), name: profile.name, picture: profile.picture, state: presences[profile.state] ?? 'offline' };
}

// What is neither words nor a file nor cards is shown by the words that stand for it.
function fileOf(view: RowView): FileContent | undefined {
  const content = contentOf(view.content);
  return content?.type === 'FileContent' ? content : undefined;
}

export function rowOf(view: RowView): Row {
  const file = fileOf(view);
  const cards = readCards(view.content);
  return {
    mid: hexOf(view.mid),
    seq: view.seq,
    author: authors[view.author] ?? 'system',
    mine: view.mine,
    agent: view.agent ? hexOf(view.agent) : undefined,
    kind: file ? 'file' : cards ? 'cards' : (kinds[view.kind] ?? 'placeholder'),
    file,
    content: view.content,
    cards,
    body: view.body,
    event: happenings[view.event] ?? 'none',
    eventAgent: view.eventAgent ? hexOf(view.eventAgent) : undefined,
    at: view.at,
    status: statuses[view.status] ?? 'none',
    reason: view.reason,
    page: view.page ?? undefined,
  };
}
