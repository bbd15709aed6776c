// SPDX-License-Identifier: Apache-2.0
// Which screen stands: a way in (sign in, set up, join, recover), the inbox, or the note that
// another tab has it. The session begins and ends here.
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { AlreadyScreen, ElsewhereScreen, FailedScreen, ForgottenScreen, InsecureScreen, LoadingScreen } from './access/notes';
import { JoinScreen } from './access/join';
import { RecoverScreen } from './access/recover';
import { SignInScreen } from './access/sign-in';
import type { Console, DialogName } from './desk-context';
import { announce } from './inbox/notify';
import { Inbox } from './inbox/inbox';
import { tell } from './parts/toasts';
import { eventWords } from './refusals';
import type { Disk } from '../bridge/disk';
import { Api } from './session/api';
import { agentDisk, connect, type Connected, type Said } from './session/connect';
import type { Tools } from './session/enter';
import { Keep } from './session/keep';
import { Keywork } from './session/keywork';
import { lead } from './session/lead';
import type { Belongings } from './session/live';
import type { SignedIn } from './session/signed-in';
import { Team } from './session/team';
import { dropOffline, keepForOffline } from './session/version';
import { SetupScreen } from './setup/setup';
import { Store, useStore } from './state/store';
import { goHome, route } from './route';

type Stage =
  | { name: 'loading' }
  | { name: 'out' }
  | { name: 'in'; session: SignedIn; console: Console }
  | { name: 'elsewhere'; session: SignedIn }
  /** A link for somebody new was opened where somebody is signed in. */
  | { name: 'already'; session: SignedIn }
  /** Nothing is kept here any more, and without the relay there is no fresh page to show. */
  | { name: 'forgotten' }
  | { name: 'failed'; error: unknown };

export function App() {
  const tools = useMemo<Tools>(() => ({ api: new Api(), keywork: new Keywork(), keep: new Keep() }), []);
  const [stage, setStage] = useState<Stage>({ name: 'loading' });
  const place = useStore(route, (value) => value);
  const enter = (session: SignedIn, take = true): void => {
    setStage({ name: 'loading' });
    begin(tools, session, take, setStage).catch((error: unknown) => setStage({ name: 'failed', error }));
  };
  useEffect(() => {
    tools.keep.session().then(
      (session) => {
        if (!session) return setStage({ name: 'out' });
        tools.api.bearer = session.bearer;
        if (route.get().name === 'home') enter(session, false);
        else setStage({ name: 'already', session });
      },
      (error: unknown) => setStage({ name: 'failed', error }),
    );
    return signOutTogether();
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

function screenOf(stage: Stage, tools: Tools, enter: (session: SignedIn, take?: boolean) => void): ComponentChildren {
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
    case 'elsewhere':
      return <ElsewhereScreen onTake={() => enter(stage.session)} />;
    case 'already':
      return (
        <AlreadyScreen
          name={stage.session.name}
          onStay={() => {
            goHome();
            enter(stage.session, false);
          }}
          onLeave={() => void leave(tools, agentDisk(stage.session.shop), location.href)}
        />
      );
    case 'forgotten':
      return <ForgottenScreen />;
    case 'failed':
      return <FailedScreen error={stage.error} />;
  }
}

async function begin(tools: Tools, session: SignedIn, take: boolean, setStage: (stage: Stage) => void): Promise<void> {
  const held = await lead(session.shop, take);
  if (!held) return setStage({ name: 'elsewhere', session });
  const belongings = new Store<Belongings>(await tools.keep.belongings());
  const team = new Team(tools, session);
  const connected: Connected = await connect(session, belongings.get().looking, {
    arrived: (arrival) => announce(arrival, connected.live.desk.get(), belongings.get(), (id) => openFromNote(connected, id)),
    roster: (roster) => team.learnRoster(roster),
    refused: (field, message, limit, kept) => {
      tell(eventWords(field, message, limit));
      if (kept) putBack(belongings, kept);
    },
    problem: (problem) => tools.keep.unkept.set(problem !== ''),
    broken: (error) => setStage({ name: 'failed', error }),
  });
  connected.live.attend(belongings.get().away ? 'away' : 'available');
  keepBelongings(tools.keep, belongings);
  void keepForOffline();
  void held.lost.then(() => {
    connected.stop();
    setStage({ name: 'elsewhere', session });
  });
  const console: Console = {
    live: connected.live,
    team,
    belongings,
    dialog: new Store<DialogName | undefined>(undefined),
    unkept: tools.keep.unkept,
    unsent: connected.unsent,
    signOut: () => {
      connected.stop();
      void leave(tools, agentDisk(session.shop), '/console');
    },
    forget: () => {
      connected.stop();
      void forget(tools, agentDisk(session.shop), setStage);
    },
  };
  setStage({ name: 'in', session, console });
}

/** Words that were refused go back to where they were written. */
function putBack(belongings: Store<Belongings>, { conv, words }: Said): void {
  belongings.update((value) => ({ ...value, drafts: { ...value.drafts, [conv]: value.drafts[conv] ?? words } }));
}

function openFromNote(connected: Connected, id: string): void {
  connected.live.desk.update((desk) => ({ ...desk, looking: id, pointed: undefined }));
}

/** One channel for saying and hearing: a tab does not hear itself. */
const tabsTogether = new BroadcastChannel('shopbell-console');

/** The relay's session ends if it can be reached; this browser's ends in any case. */
async function leave(tools: Tools, disk: Disk, next: string): Promise<void> {
  await wipe(tools, disk);
  // A fresh page: nothing of the keys is left in its memory.
  history.replaceState(null, '', next);
  location.reload();
}

async function forget(tools: Tools, disk: Disk, setStage: (stage: Stage) => void): Promise<void> {
  setStage({ name: 'forgotten' });
  await Promise.allSettled([wipe(tools, disk), dropOffline()]);
  if (await tools.api.isReachable()) location.reload();
}

async function wipe(tools: Tools, disk: Disk): Promise<void> {
  tools.api.signOut();
  await Promise.allSettled([disk.store([], ['*']), tools.keep.wipe()]);
  tabsTogether.postMessage('signed out');
}

function signOutTogether(): () => void {
  tabsTogether.onmessage = () => location.reload();
  return () => (tabsTogether.onmessage = null);
}

/** Written at once, one write after the other: a page that goes does not wait for a late one. */
function keepBelongings(keep: Keep, belongings: Store<Belongings>): void {
  let writing = false;
  const write = async (): Promise<void> => {
    if (writing) return;
    writing = true;
    let written: Belongings | undefined;
    while (written !== belongings.get()) {
      written = belongings.get();
      await keep.keepBelongings(written);
    }
    writing = false;
  };
  belongings.subscribe(() => void write());
}
