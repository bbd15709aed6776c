// SPDX-License-Identifier: Apache-2.0
// A file in a message: a picture that sharpens when it is here, a video or a sound to play, a
// document to save; while it is on its way, how far, and the buttons to stop it and go on.
import { Component, createRef } from 'preact';

import closeIcon from '../../../assets/icons/close.svg?strokes';
import downIcon from '../../../assets/icons/arrow-down.svg?strokes';
import fileIcon from '../../../assets/icons/file.svg?strokes';
import pauseIcon from '../../../assets/icons/pause.svg?strokes';
import playIcon from '../../../assets/icons/play.svg?strokes';
import { Player } from '../../voice/ui/player';
import { isVoice, kindOfType, safeName } from '../kinds';
import { saveFile } from '../save';
import { isLoadedUnasked, type Incoming } from '../transfers';
import type { FileRow, FilesContext } from './context';
import { Sign } from './sign';

interface Props {
  row: FileRow;
  context: FilesContext;
}

export class FilePart extends Component<Props> {
  readonly #root = createRef<HTMLDivElement>();
  #preview: string | undefined;
  #observer: IntersectionObserver | undefined;
  #isMeant = false;

  override componentDidMount(): void {
    const { row, context } = this.props;
    const { preview } = row.file;
    if (preview.length > 0) {
      this.#preview = URL.createObjectURL(new Blob([preview.slice()]));
      this.forceUpdate();
    }
    const { state } = context.transfers.incoming(row.file);
    const { current } = this.#root;
    if (state !== 'none' || !isLoadedUnasked(row.file) || !current) return;
    this.#observer = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      this.#observer?.disconnect();
      context.transfers.load(row.file);
    });
    this.#observer.observe(current);
  }

  override componentDidUpdate(): void {
    const { state } = this.#incoming;
    if (!this.#isMeant || state !== 'here') return;
    this.#isMeant = false;
    if (this.#kind === 'picture') this.props.context.view(this.props.row);
    if (this.#kind === 'document') this.#save();
  }

  override componentWillUnmount(): void {
    this.#observer?.disconnect();
    if (this.#preview) URL.revokeObjectURL(this.#preview);
  }

  override render({ row, context }: Props) {
    const kind = this.#kind;
    return (
      <div class="file" ref={this.#root}>
        {kind === 'picture' && this.#picture()}
        {kind === 'video' && this.#video()}
        {kind === 'sound' && this.#sound()}
        {kind === 'document' && this.#document()}
        {row.isQueued ? <Going row={row} context={context} name={this.#name} /> : <ComingNote row={row} context={context} name={this.#name} />}
      </div>
    );
  }

  get #incoming(): Incoming {
    return this.props.context.transfers.incoming(this.props.row.file);
  }

  // Until its bytes are here, what it says it is.
  get #kind() {
    return this.#incoming.kind ?? this.#said;
  }

  get #said() {
    return kindOfType(this.props.row.file.media);
  }

  get #name(): string {
    return safeName(this.props.row.file.name, this.props.context.words.say('file'));
  }

  #picture() {
    const { words, view } = this.props.context;
    const { row } = this.props;
    const { url } = this.#incoming;
    const name = this.#name;
    const isHere = url !== undefined;
    const label = isHere ? words.say('open', { name }) : words.say('load', { name, size: words.size(row.file.blob.size) });
    return (
      <button type="button" class="file-frame" style={frameOf(row)} aria-label={label} title={name} onClick={() => (isHere ? view(row) : this.#load())}>
        {this.#preview && <img class="file-preview" src={this.#preview} alt="" />}
        {isHere && <img class="file-whole" src={url} alt="" />}
        {!isHere && this.#incoming.state === 'none' && <Badge icon={downIcon} text={words.size(row.file.blob.size)} />}
      </button>
    );
  }

  #video() {
    const { words } = this.props.context;
    const { row } = this.props;
    const { url } = this.#incoming;
    const name = this.#name;
    if (url)
      return (
        <>
          <video class="file-frame" style={frameOf(row)} src={url} poster={this.#preview} controls playsInline aria-label={name} />
          {this.#saver()}
        </>
      );
    const more = [row.file.duration ? words.duration(row.file.duration) : '', words.size(row.file.blob.size)].filter(Boolean).join(' · ');
    return (
      <button type="button" class="file-frame" style={frameOf(row)} aria-label={`${words.say('play', { name })}, ${more}`} title={name} onClick={() => this.#load()}>
        {this.#preview && <img class="file-preview" src={this.#preview} alt="" />}
        <Badge icon={playIcon} text={more} />
      </button>
    );
  }

  #sound() {
    const { url } = this.#incoming;
    const { row, context } = this.props;
    const { waveform, duration } = row.file;
    if (isVoice(row.file)) return <Player waveform={waveform} duration={duration} url={url} words={context.words} load={() => context.transfers.load(row.file)} />;
    if (!url) return this.#document(playIcon, 'play');
    return (
      <>
        <audio src={url} controls aria-label={this.#name} />
        {this.#saver()}
      </>
    );
  }

  // What is played here can be had as a file, too.
  #saver() {
    const { words } = this.props.context;
    const name = this.#name;
    return (
      <div class="file-way">
        <span class="file-name file-played" dir="auto">
          {name}
        </span>
        <SmallButton icon={downIcon} name={words.say('save', { name })} onClick={() => this.#save()} />
      </div>
    );
  }

  #document(icon = fileIcon, verb: 'save' | 'play' = 'save') {
    const { words } = this.props.context;
    const { row } = this.props;
    const name = this.#name;
    return (
      <button type="button" class="file-card" aria-label={words.say(verb, { name })} onClick={() => this.#take()}>
        <Sign path={icon} />
        <span class="file-about">
          <span class="file-name" dir="auto">
            {name}
          </span>
          <span class="file-size">{this.#kind !== this.#said ? words.say('unsafe') : words.size(row.file.blob.size)}</span>
        </span>
      </button>
    );
  }

  #take(): void {
    if (this.#kind === 'document' && this.#incoming.state === 'here') this.#save();
    else this.#load();
  }

  #load(): void {
    this.#isMeant = true;
    this.props.context.transfers.load(this.props.row.file);
  }

  #save(): void {
    const { file } = this.#incoming;
    if (file) saveFile(file, this.#name);
  }
}

/** On its way to the relay. */
function Going({ row, context, name }: Props & { name: string }) {
  const { words, transfers, discard } = context;
  const { sent = 0, bytes = 1, isPaused = false } = transfers.outgoing(row.file) ?? {};
  const percent = words.percent(sent, bytes);
  return (
    <div class="file-way">
      <Bar part={sent / bytes} label={words.say('sending', { name, percent })} />
      <span class="file-size">{sent > 0 ? percent : words.say('waiting')}</span>
      <SmallButton icon={isPaused ? playIcon : pauseIcon} name={words.say(isPaused ? 'resume' : 'pause')} onClick={() => transfers.pauseSending(row.file, !isPaused)} />
      <SmallButton icon={closeIcon} name={words.say('cancel', { name })} onClick={() => discard(row)} />
    </div>
  );
}

/** On its way from the relay. */
function ComingNote({ row, context, name }: Props & { name: string }) {
  const { words, transfers } = context;
  const { state, got } = transfers.incoming(row.file);
  if (state === 'none' || state === 'here') return null;
  if (state === 'gone' || state === 'false')
    return (
      <p class="file-problem" role="alert">
        {words.say(state)}
      </p>
    );
  if (state === 'failed')
    return (
      <p class="file-problem" role="alert">
        {words.say('failed')}{' '}
        <button type="button" class="file-again" onClick={() => transfers.load(row.file)}>
          {words.say('retry')}
        </button>
      </p>
    );
  const percent = words.percent(got, row.file.blob.size);
  return (
    <div class="file-way">
      <Bar part={got / row.file.blob.size} label={words.say('loading', { name, percent })} />
      <span class="file-size">{percent}</span>
      {state === 'loading' ? (
        <SmallButton icon={pauseIcon} name={words.say('pause')} onClick={() => transfers.pauseLoading(row.file)} />
      ) : (
        <SmallButton icon={playIcon} name={words.say('resume')} onClick={() => transfers.load(row.file)} />
      )}
    </div>
  );
}

function Bar({ part, label }: { part: number; label: string }) {
  const percent = Math.round(Math.min(1, part) * 100);
  return (
    <span class="file-bar" role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent}>
      <i style={{ inlineSize: `${percent}%` }} />
    </span>
  );
}

export function SmallButton({ icon, name, onClick }: { icon: string; name: string; onClick: () => void }) {
  return (
    <button type="button" class="file-button" aria-label={name} title={name} onClick={onClick}>
      <Sign path={icon} size={16} />
    </button>
  );
}

function Badge({ icon, text }: { icon: string; text: string }) {
  return (
    <span class="file-badge">
      <Sign path={icon} size={18} />
      {text}
    </span>
  );
}

/** The place it will fill, before it is here: nothing jumps when it comes. */
function frameOf({ file: { width, height } }: FileRow): { aspectRatio: string } {
  const isKnown = width > 0 && height > 0;
  return { aspectRatio: isKnown ? `${Math.min(Math.max(width / height, 0.5), 2.5)}` : '4 / 3' };
}
