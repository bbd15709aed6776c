// SPDX-License-Identifier: Apache-2.0
// Which screen stands: a way in (sign in, set up, join, recover), or the inbox. The session begins
// and ends here.
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { AlreadyScreen, FailedScreen, ForgottenScreen, InsecureScreen, LoadingScreen } from './access/notes';
import { JoinScreen } from './access/join';
import { RecoverScreen } from './access/recover';
import { SignInScreen } from './access/sign-in';
import type { Console, DialogName } from './desk-context';
import { announce, answerWhoLooks } from './inbox/notify';
import { Inbox } from './inbox/inbox';
import { tell } from './parts/toasts';
import { eventWords } from './refusals';
import { hexOf } from '../bridge/bytes';
import { Api } from './session/api';
import { openBelongings, putBack } from './session/belongings';
import { Connected, forgetShop } from './session/connect';
import type { Tools } from './session/enter';
import { Keep } from './session/keep';
import { Keywork } from './session/keywork';
import type { Belongings } from './session/live';
import type { SignedIn } from './session/signed-in';
import { Team } from './session/team';
import { hear, say } from './session/together';
import { dropOffline, keepForOffline } from './session/version';
import { SetupScreen } from './setup/setup';
import { Store, useStore } from './state/store';
import { goHome, route } from './route';

type Stage =
  | { name: 'loading' }
  | { name: 'out' }
  | { name: 'in'; session: SignedIn; console: Console }
  /** A link for somebody new was opened where somebody is signed in. */
  | { name: 'already'; session: SignedIn }
  /** Nothing is kept here any more, and without the relay there is no fresh page to show. */
  | { name: 'forgotten' }
  | { name: 'failed'; error: unknown };

export function App() {
  const tools = useMemo<Tools>(() => ({ api: new Api(), keywork: new Keywork(), keep: new Keep() }), []);
  const [stage, setStage] = useState<Stage>({ name: 'loading' });
  const place = useStore(route, (value) => value);
  const enter = (session: SignedIn): void => {
    setStage({ name: 'loading' });
    begin(tools, session, setStage).catch((error: unknown) => setStage({ name: 'failed', error }));
  };
  useEffect(() => {
    tools.keep.session().then(
      (session) => {
        if (!session) return setStage({ name: 'out' });
        tools.api.bearer = session.bearer;
        if (route.get().name === 'home') enter(session);
        else setStage({ name: 'already', session });
      },
      (error: unknown) => setStage({ name: 'failed', error }),
    );
    listenTogether(tools);
  }, []);
  useEffect(() => {
    // A link pasted over the running console: the page begins anew, and asks.
    if (stage.name !== 'in') return;
    const reload = (): void => location.reload();
    addEventListener('hashchange', reload);
    return () => removeEventListener('hashchange', reload);
  }, [stage.name]);

  if (!globalThis.isSecureContext) return <InsecureScreen />;
  // A new shop's last steps are drawn over a session that has begun already.
  if (place.name === 'setup' && stage.name !== 'already') {
    return <SetupScreen tools={tools} token={place.token} signedIn={stage.name === 'in' ? stage.console : undefined} onIn={enter} />;
  }
  return screenOf(stage, tools, enter);
}

function screenOf(stage: Stage, tools: Tools, enter: (session: SignedIn) => void): ComponentChildren {
  const place = route.get();
  switch (stage.name) {
    case 'loading':
      return <LoadingScreen />;
    case 'out':
      if (place.name === 'join') return <JoinScreen tools={tools} token={place.token} secret={place.secret} onIn={enter} />;
      if (place.name === 'recover') return <RecoverScreen tools={tools} onIn={enter} />;
      return <SignInScreen tools={tools} onIn={enter} />;
    case 'in':
      return <Inbox console={stage.console} />;
    case 'already':
      return (
        <AlreadyScreen
          name={stage.session.name}
          onStay={() => {
            goHome();
            enter(stage.session);
          }}
          onLeave={() => void leave(tools, () => forgetShop(stage.session.shop), location.href)}
        />
      );
    case 'forgotten':
      return <ForgottenScreen />;
    case 'failed':
      return <FailedScreen error={stage.error} />;
  }
}

async function begin(tools: Tools, session: SignedIn, setStage: (stage: Stage) => void): Promise<void> {
  const belongings = await openBelongings(tools.keep);
  const team = new Team(tools, session);
  const connected: Connected = await Connected.begin(session, belongings.get().looking, {
    arrived: (arrival) => void announce(arrival, { desk: connected.live.desk, belongings, open: (id) => openFromNote(connected, id) }),
    roster: (roster) => team.learnRoster(roster),
    refused: (field, message, limit, kept) => {
      tell(eventWords(field, message, limit));
      if (kept?.words) putBack(belongings, kept.conv, kept.words);
    },
    problem: (problem) => tools.keep.unkept.set(problem !== ''),
    broken: (error) => setStage({ name: 'failed', error }),
    isAway: () => belongings.get().away,
    forgotten: () => {
      setStage({ name: 'loading' });
      void connected.forget(false);
    },
  });
  answerWhoLooks(connected.live.desk);
  void keepForOffline();
  const end = (): Promise<void> => connected.forget(true);
  const console: Console = {
    live: connected.live,
    team,
    belongings,
    dialog: new Store<DialogName | undefined>(undefined),
    unkept: tools.keep.unkept,
    unsent: () => connected.unsent(),
    signOut: () => void leave(tools, end, '/console'),
    forget: () => void forget(tools, end, setStage),
  };
  listenTogether(tools, { session, belongings });
  setStage({ name: 'in', session, console });
}

function openFromNote(connected: Connected, id: string): void {
  connected.live.desk.update((desk) => ({ ...desk, looking: id, pointed: undefined }));
}

/** What signing in or out in another tab means for this one: a fresh page, and no draft is lost by it. */
function listenTogether(tools: Tools, runs?: { session: SignedIn; belongings: Store<Belongings> }): void {
  const begin = async (): Promise<void> => {
    // What is being filled in behind a link is not taken away.
    if (!runs && route.get().name !== 'home') return;
    const now = await tools.keep.session();
    const { drafts } = runs?.belongings.get() ?? {};
    if (drafts && hexOf(now?.agent ?? new Uint8Array()) === hexOf(runs?.session.agent ?? new Uint8Array())) {
      // What was kept of them was sealed for the session before.
      for (const [conv, words] of Object.entries(drafts)) await tools.keep.keepDraft(conv, words);
    }
    location.reload();
  };
  hear('signedIn', () => void begin());
  hear('signedOut', () => location.reload());
}

/** The relay's session ends if it can be reached; this browser's ends in any case. */
async function leave(tools: Tools, end: () => Promise<void>, next: string): Promise<void> {
  await wipe(tools, end);
  // A fresh page: nothing of the keys is left in its memory.
  history.replaceState(null, '', next);
  location.reload();
}

async function forget(tools: Tools, end: () => Promise<void>, setStage: (stage: Stage) => void): Promise<void> {
  setStage({ name: 'forgotten' });
  await Promise.allSettled([wipe(tools, end), dropOffline()]);
  if (await tools.api.isReachable()) location.reload();
}

async function wipe(tools: Tools, end: () => Promise<void>): Promise<void> {
  tools.api.signOut();
  await Promise.allSettled([end(), tools.keep.wipe()]);
  history.replaceState(null, '');
  say('signedOut');
}
