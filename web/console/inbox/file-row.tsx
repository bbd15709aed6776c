// SPDX-License-Identifier: Apache-2.0
// A message that speaks of a file, and its picture on all of the screen.
import type { FileContent } from '@wire/wire';
import { captionOf } from '../../files/kinds';
import type { FileRow, FilesContext } from '../../files/ui/context';
import { FilePart } from '../../files/ui/file';
import { placeOf, Viewer } from '../../files/ui/viewer';
import { Written } from '../../words/written';
import { useConsole } from '../desk-context';
import type { Conversation, Row } from '../state/model';
import { Store, useStore } from '../state/store';

const viewed = new Store<FileRow | undefined>(undefined);

export function FileBubble({ row, file, conversation }: { row: Row; file: FileContent; conversation: Conversation }) {
  const context = useFiles(conversation);
  const caption = captionOf(file);
  return (
    <>
      <FilePart row={fileRowOf(row, file)} context={context} />
      {caption && (
        <div class="file-caption written">
          <Written body={caption} />
        </div>
      )}
    </>
  );
}

export function PictureViewer({ conversation }: { conversation: Conversation }) {
  const context = useFiles(conversation);
  const row = useStore(viewed, (value) => value);
  if (!row) return null;
  const rows = conversation.rows.flatMap((one) => {
    const file = conversation.standings.of.get(one.mid)?.isDeleted ? undefined : one.file;
    return file && context.transfers.incoming(file).kind === 'picture' ? [fileRowOf(one, file)] : [];
  });
  // Deleted while it is looked at.
  if (placeOf(rows, row) < 0) return null;
  return <Viewer rows={rows} row={row} context={context} onTurn={(next) => viewed.set(next)} onClose={() => viewed.set(undefined)} />;
}

function useFiles(conversation: Conversation): FilesContext {
  const { live } = useConsole();
  const { files } = live;
  useStore(files.version, (version) => version);
  return {
    transfers: files.transfers,
    words: files.words,
    view: (row) => viewed.set(row),
    discard: ({ file }) => {
      const row = conversation.rows.find((one) => one.file === file);
      if (row) live.discardRow(conversation.id, row.mid);
    },
  };
}

function fileRowOf(row: Row, file: FileContent): FileRow {
  return { file, mine: row.mine, isQueued: row.mine && row.status === 'queued' };
}
