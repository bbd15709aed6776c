// SPDX-License-Identifier: Apache-2.0
// The signs of assets/icons, drawn as elements (text never becomes markup). They are decoration: the
// name of a button is always in its words. Directed ones are mirrored in right-to-left pages.
import alert from '../../../assets/icons/alert.svg';
import attach from '../../../assets/icons/attach.svg';
import arrowDown from '../../../assets/icons/arrow-down.svg';
import bell from '../../../assets/icons/bell.svg';
import bellRing from '../../../assets/icons/bell-ring.svg';
import card from '../../../assets/icons/card.svg';
import check from '../../../assets/icons/check.svg';
import checkDouble from '../../../assets/icons/check-double.svg';
import chevronDown from '../../../assets/icons/chevron-down.svg';
import chevronEnd from '../../../assets/icons/chevron-end.svg';
import chevronStart from '../../../assets/icons/chevron-start.svg';
import clock from '../../../assets/icons/clock.svg';
import close from '../../../assets/icons/close.svg';
import copy from '../../../assets/icons/copy.svg';
import globe from '../../../assets/icons/globe.svg';
import inbox from '../../../assets/icons/inbox.svg';
import keyboard from '../../../assets/icons/keyboard.svg';
import link from '../../../assets/icons/link.svg';
import lock from '../../../assets/icons/lock.svg';
import mark from '../../../assets/icons/mark.svg';
import microphone from '../../../assets/icons/microphone.svg';
import more from '../../../assets/icons/more.svg';
import offline from '../../../assets/icons/offline.svg';
import plus from '../../../assets/icons/plus.svg';
import reopen from '../../../assets/icons/reopen.svg';
import search from '../../../assets/icons/search.svg';
import send from '../../../assets/icons/send.svg';
import settings from '../../../assets/icons/settings.svg';
import signOut from '../../../assets/icons/sign-out.svg';
import sidePane from '../../../assets/icons/side-pane.svg';
import sound from '../../../assets/icons/sound.svg';
import soundOff from '../../../assets/icons/sound-off.svg';
import transfer from '../../../assets/icons/transfer.svg';
import trash from '../../../assets/icons/trash.svg';
import user from '../../../assets/icons/user.svg';
import users from '../../../assets/icons/users.svg';
import archive from '../../../assets/icons/archive.svg';
import chat from '../../../assets/icons/chat.svg';
import edit from '../../../assets/icons/edit.svg';
import emoji from '../../../assets/icons/emoji.svg';

const sources = {
  alert,
  'arrow-down': arrowDown,
  attach,
  bell,
  'bell-ring': bellRing,
  card,
  check,
  'check-double': checkDouble,
  'chevron-down': chevronDown,
  'chevron-end': chevronEnd,
  'chevron-start': chevronStart,
  clock,
  close,
  copy,
  globe,
  inbox,
  keyboard,
  link,
  lock,
  mark,
  microphone,
  more,
  offline,
  plus,
  reopen,
  search,
  send,
  settings,
  'sign-out': signOut,
  'side-pane': sidePane,
  sound,
  'sound-off': soundOff,
  transfer,
  trash,
  user,
  users,
  archive,
  chat,
  edit,
  emoji,
};

export type IconName = keyof typeof sources;

interface Shape {
  tag: 'path' | 'circle' | 'rect';
  attributes: Record<string, string>;
}

interface Drawing {
  box: string;
  shapes: Shape[];
}

const drawings = new Map<IconName, Drawing>();
const directed: ReadonlySet<IconName> = new Set<IconName>(['send', 'transfer', 'sign-out', 'chevron-start', 'chevron-end', 'side-pane']);

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  const { box, shapes } = drawingOf(name);
  return (
    <svg
      class={directed.has(name) ? 'icon directed' : 'icon'}
      width={size}
      height={size}
      viewBox={box}
      fill="none"
      stroke="currentColor"
      stroke-width="1.75"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {shapes.map(({ tag: Tag, attributes }) => (
        <Tag {...attributes} />
      ))}
    </svg>
  );
}

function drawingOf(name: IconName): Drawing {
  const known = drawings.get(name);
  if (known) return known;
  const source = sources[name];
  const shapes = [...source.matchAll(/<(path|circle|rect) ([^>]*?)\s*\/>/g)].map(([, tag, attributes]) => ({
    tag: tag as Shape['tag'],
    attributes: attributesOf(attributes ?? ''),
  }));
  const drawing = { box: /viewBox="([^"]+)"/.exec(source)?.[1] ?? '0 0 24 24', shapes };
  drawings.set(name, drawing);
  return drawing;
}

function attributesOf(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name ?? '', value ?? '']));
}
