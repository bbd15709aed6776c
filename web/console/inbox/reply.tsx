// SPDX-License-Identifier: Apache-2.0
// The reply field: Enter sends, Shift+Enter begins a line, Enter within an input method does
// neither. What is not sent yet is kept per conversation, also over a reload.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { textBytesMax } from '@wire/limits';
import { takeFiles } from '../../files/intake';
import { charactersOver } from '../../words/length';
import { useConsole, useDesk } from '../desk-context';
import { Button, Keys } from '../parts/button';
import { shopperName } from '../parts/shopper-name';
import { withDraft } from '../session/belongings';
import type { Conversation } from '../state/model';
import { useStore } from '../state/store';
import { sayChange, t } from '../text';
import { Attach, AttachedFiles, Record, useRecording, useTray } from './attach';
import { Emoji } from './emoji';
import { keysOf } from './keys';
import { NextLine, sendNext, setNext, useNext } from './next-words';
import { CardDialog, CardMenu, type Making } from './send-card';

/** A pause this long in typing means that one stopped. */
const typingPauseMs = 4_000;
const heightMaxPx = 220;

export function Reply({ conversation }: { conversation: Conversation }) {
  const { live, belongings } = useConsole();
  const draft = useStore(belongings, (value) => value.drafts[conversation.id] ?? '');
  const offline = useDesk((desk) => desk.connection.state === 'offline');
  const takesFiles = useDesk((desk) => desk.shop.filesAtOnceMax > 0 && desk.shop.fileBytesMax > 0);
  const field = useRef<HTMLTextAreaElement>(null);
  const box = useRef<HTMLFormElement>(null);
  const empty = draft.trim() === '';
  const over = charactersOver(draft.trim(), textBytesMax);
  const typing = useTypingSignal(conversation.id);
  const tray = useTray(conversation.id);
  const next = useNext(conversation.id);
  // The next words would edit what can no longer be edited.
  const [late, setLate] = useState(false);
  const [making, make] = useState<Making>();
  const recording = useRecording(conversation.id);
  const hasFiles = tray.items.length > 0 && !tray.isSending;
  useGrowing(field, draft);
  useEffect(() => (box.current && takesFiles ? takeFiles(box.current, (files) => tray.add(files)) : undefined), [tray, takesFiles]);

  const keep = (words: string): void => {
    belongings.update((value) => ({ ...value, drafts: withDraft(value.drafts, conversation.id, words) }));
  };
  const noLonger = (): void => {
    setNext(belongings, conversation.id, undefined);
    setLate(false);
  };
  const send = (): void => {
    let words = draft.trim();
    if ((empty && !hasFiles) || over > 0) return;
    const say = (own: string): void => live.say(conversation.id, own);
    if (next && !empty) {
      if (!sendNext(live, conversation.id, next, words)) return setLate(true);
      words = '';
    }
    if (hasFiles) void tray.send(words, { share: (content, blob, own) => live.share(conversation.id, content, blob, own), say });
    else if (words) say(words);
    typing(false);
    keep('');
    if (!empty) noLonger();
    field.current?.focus();
  };
  const isWrong = over > 0 || late;
  const insert = (sign: string): void => {
    const box = field.current;
    if (!box) return;
    box.setRangeText(sign, box.selectionStart, box.selectionEnd, 'end');
    keep(box.value);
    box.focus();
  };
  return (
    <footer class="reply">
      <p class={conversation.typing ? 'typing-line on' : 'typing-line'} aria-hidden={!conversation.typing}>
        {conversation.typing && (
          <>
            <span class="typing-dots" aria-hidden="true">
              <i />
              <i />
              <i />
            </span>
            {t('talk.typing', { name: shopperName(conversation.id) })}
          </>
        )}
      </p>
      <form
        class="reply-box"
        ref={box}
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        {next && <NextLine conversation={conversation} next={next} onCancel={noLonger} />}
        <AttachedFiles tray={tray} recording={recording} />
        <textarea
          ref={field}
          id="reply"
          aria-label={t('reply')}
          aria-keyshortcuts={keysOf('reply')}
          placeholder={t('reply.placeholder', { name: shopperName(conversation.id) })}
          rows={1}
          dir={empty ? undefined : 'auto'}
          value={draft}
          onInput={(event) => {
            keep(event.currentTarget.value);
            typing(event.currentTarget.value.trim() !== '');
          }}
          onBlur={() => typing(false)}
          onKeyDown={(event) => {
            // 229: some browsers end a composition before they tell of this key.
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
            event.preventDefault();
            send();
          }}
        />
        <div class="reply-foot">
          <span class={isWrong ? 'reply-hint wrong' : 'reply-hint'} role={isWrong ? 'alert' : undefined}>
            {over > 0 ? t('reply.tooLong', { count: over }) : late ? sayChange('tooLate') : offline ? t('reply.offline') : <EnterHint />}
          </span>
          <CardMenu onMake={make} />
          {takesFiles && <Attach tray={tray} />}
          {takesFiles && <Record recording={recording} />}
          <Emoji onPick={insert} onClose={() => field.current?.focus()} />
          <Button tone="primary" type="submit" icon="send" disabled={(empty && !hasFiles) || over > 0}>
            {t('send')}
          </Button>
        </div>
      </form>
      {making && <CardDialog conv={conversation.id} kind={making} onClose={() => make(undefined)} />}
    </footer>
  );
}

function EnterHint() {
  return (
    <>
      <Keys keys="Enter" /> {t('reply.enter')} <Keys keys="Shift+Enter" /> {t('reply.line')}
    </>
  );
}

/** Says that one types, and that one stopped: after a pause, on sending, on leaving. */
function useTypingSignal(conv: string): (on: boolean) => void {
  const { live } = useConsole();
  const state = useRef<{ on: boolean; timer?: ReturnType<typeof setTimeout> }>({ on: false });
  const say = (on: boolean): void => {
    clearTimeout(state.current.timer);
    if (on) state.current.timer = setTimeout(() => say(false), typingPauseMs);
    if (!on && !state.current.on) return;
    state.current.on = on;
    live.write(conv, on);
  };
  useEffect(() => () => say(false), [conv]);
  return say;
}

function useGrowing(field: { current: HTMLTextAreaElement | null }, words: string): void {
  useLayoutEffect(() => {
    const box = field.current;
    if (!box) return;
    box.style.blockSize = 'auto';
    box.style.blockSize = `${Math.min(box.scrollHeight, heightMaxPx)}px`;
  }, [words]);
}
