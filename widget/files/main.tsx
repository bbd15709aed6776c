// SPDX-License-Identifier: Apache-2.0
// The panel's fourth script, which comes with the first file: what draws, seals and opens them, on
// the parts that panel and console share (web/files, web/voice).
import type { FileContent } from '@wire/wire';
import { Code } from '@wire/codes';
import { fileBytesMaxDefault, filesAtOnceMaxDefault } from '@wire/limits';

import { base64Of, hexOf } from '../../web/bridge/bytes';
import { contentOf } from '../../web/bridge/content';
import { PipeCarrier } from '../../web/files/file-carrier';
import css from '../../web/files/files.css';
import { captionOf } from '../../web/files/kinds';
import { Transfers } from '../../web/files/transfers';
import { Tray, type FileLimits } from '../../web/files/tray';
import type { FileRow, FilesContext } from '../../web/files/ui/context';
import { FilePart } from '../../web/files/ui/file';
import { TrayView } from '../../web/files/ui/tray-view';
import { placeOf, Viewer } from '../../web/files/ui/viewer';
import { FileWords } from '../../web/files/words';
import { Recording } from '../../web/voice/recording';
import { RecordingStatus, RecordingView } from '../../web/voice/ui/recording-view';
import voice from '../../web/voice/voice.css';
import { heardThrough, PipeRecorder } from '../../web/voice/voice-recorder';
import { Written } from '../../web/words/written';
import { adoptStyles } from '../panel/styles';
import type { LaterScript, Scene } from '../screen/door';
import type { FileDesk } from '../screen/file-door';
import { Kind, Status, type Row } from '../screen/model';

const script = document.currentScript as LaterScript<FileDesk>;

class Desk implements FileDesk {
  readonly #files = new Map<string, FileContent | undefined>();
  readonly #carrier: PipeCarrier;
  readonly #transfers: Transfers;
  readonly #tray: Tray;
  readonly recording: Recording;
  #viewed: FileRow | undefined;
  #words: FileWords;

  constructor(private readonly scene: Scene) {
    const { stage, chat, model, redraw } = scene;
    this.#words = new FileWords(stage.config.language.locale);
    this.#carrier = new PipeCarrier(stage.post);
    const bearer = (): string => (model.bearer ? base64Of(model.bearer) : '');
    this.#transfers = new Transfers(this.#carrier, () => chat.wasm ?? new Uint8Array(), bearer, redraw);
    // Until the shop has said so: what a shop begins with.
    const limits = (): FileLimits => ({ bytesMax: model.shop?.fileBytesMax ?? fileBytesMaxDefault, atOnceMax: model.shop?.filesAtOnceMax ?? filesAtOnceMaxDefault });
    this.#tray = new Tray(
      this.#transfers,
      limits,
      () => this.#words,
      () => this.#trayChanged(),
    );
    const recorder = new PipeRecorder(stage.post);
    recorder.prepare();
    this.recording = new Recording(
      () => recorder,
      () => limits().bytesMax,
      (spoken) => this.#tray.addVoice(spoken),
      redraw,
    );
    adoptStyles(css + voice);
  }

  readonly handlers = {
    ...heardThrough({
      started: () => this.recording.started(),
      level: (level, ms) => this.recording.level(level, ms),
      ended: (bytes, media, ms) => this.recording.ended(bytes, media, ms),
      failed: (problem) => this.recording.failed(problem),
    }),
    // Nobody speaks to a chat that is closed: what was said so far waits in the tray.
    hidden: () => this.recording.stop(),
    fileAnswer: (id: number, value: unknown, error: string, isFinal: boolean) => this.#carrier.answered(id, value, error, isFinal),
    fileProgress: (blob: string, sent: number, bytes: number) => this.#transfers.progress(blob, sent, bytes),
    fileUploaded: (blob: string) => this.#transfers.uploaded(blob),
    language: () => (this.#words = new FileWords(this.scene.stage.config.language.locale)),
  };

  add(files: File[]): void {
    this.#tray.add(files);
  }

  draw(row: Row) {
    const file = this.#fileOf(row);
    if (!file) return undefined;
    const caption = captionOf(file);
    return (
      <>
        <FilePart key={hexOf(file.blob.id)} row={rowOf(row, file)} context={this.#context} />
        {caption && (
          <div class="written">
            <Written body={caption} pageOrigin={this.scene.stage.config.pageOrigin} follow={(href) => this.scene.stage.post('navigate', href)} />
          </div>
        )}
      </>
    );
  }

  tray() {
    const { recording } = this;
    return (
      <>
        <RecordingView recording={recording} words={this.#words} />
        <TrayView tray={this.#tray} />
        <RecordingStatus recording={recording} words={this.#words} />
      </>
    );
  }

  over() {
    const viewed = this.#viewed;
    if (!viewed) return null;
    const { model, isDeleted } = this.scene;
    const rows = model.rows.flatMap((row) => {
      const file = isDeleted(row) ? undefined : this.#fileOf(row);
      return file && this.#transfers.incoming(file).kind === 'picture' ? [rowOf(row, file)] : [];
    });
    // Deleted while it is looked at.
    if (placeOf(rows, viewed) < 0) return null;
    const look = (row: FileRow | undefined): void => {
      this.#viewed = row;
      this.scene.redraw();
    };
    return <Viewer rows={rows} row={viewed} context={this.#context} onTurn={look} onClose={() => look(undefined)} />;
  }

  whyNot(code: Code): string | undefined {
    if (code === Code.fileMissing) return this.#words.say('fileMissing');
    if (code === Code.filesFull) return this.#words.say('filesFull');
    return code === Code.tooLarge ? this.#words.say('fileTooLarge') : undefined;
  }

  get #context(): FilesContext {
    return {
      transfers: this.#transfers,
      words: this.#words,
      view: (row) => {
        this.#viewed = row;
        this.scene.redraw();
      },
      discard: ({ file }) => {
        const row = this.scene.model.rows.find((one) => this.#fileOf(one) === file);
        if (row) this.scene.discard(row);
      },
    };
  }

  // Once for each: what was said does not change.
  #fileOf(row: Row): FileContent | undefined {
    if (row.kind !== Kind.content) return undefined;
    if (this.#files.has(row.key)) return this.#files.get(row.key);
    const content = contentOf(row.content);
    const file = content?.type === 'FileContent' ? content : undefined;
    this.#files.set(row.key, file);
    return file;
  }

  #trayChanged(): void {
    const { stage, chat, redraw } = this.scene;
    const hasFiles = this.#tray.items.length > 0 && !this.#tray.isSending;
    stage.composer.setFiles(
      hasFiles
        ? (body) =>
            void this.#tray.send(body, {
              share: (content, blob, words) => chat.share(content, blob, words),
              say: (words) => void chat.send(words),
            })
        : undefined,
    );
    redraw();
  }
}

function rowOf(row: Row, file: FileContent): FileRow {
  return { file, mine: row.mine, isQueued: row.mine && row.status === Status.queued };
}

script.enter(() => script.desk(new Desk(script.scene)));
