// SPDX-License-Identifier: Apache-2.0
// What the shop takes of files: how large one may be, how many at once, and how much of them the
// relay keeps in all. A value that was set elsewhere stays among those offered.
import { Select } from '../parts/field';
import type { ShopSettings } from '../session/api';
import { FileWords } from '../../files/words';
import { formattingNow, t } from '../text';

const mebibyte = 1024 ** 2;
const gibibyte = 1024 ** 3;
const offeredBytes = [5, 10, 25, 50, 100].map((count) => count * mebibyte);
const offeredAtOnce = [1, 5, 10, 20];
const offeredTotals = [1, 5, 20, 100].map((count) => count * gibibyte);

export function FileLimits({ settings, onSettings }: { settings: ShopSettings; onSettings: (settings: ShopSettings) => void }) {
  const words = new FileWords(formattingNow());
  const number = new Intl.NumberFormat(formattingNow());
  const options = (offered: number[], now: number, label: (value: number) => string): { value: number; label: string }[] =>
    [...new Set([...offered, now])].sort((a, b) => a - b).map((value) => ({ value, label: label(value) }));
  const size = (bytes: number): string => (bytes === 0 ? t('files.none') : words.size(bytes));
  return (
    <>
      <Select
        label={t('files.bytesMax')}
        hint={t('files.bytesMaxHint')}
        value={settings.file_bytes_max}
        options={options([0, ...offeredBytes], settings.file_bytes_max, size)}
        onValue={(value) => onSettings({ ...settings, file_bytes_max: value })}
      />
      {settings.file_bytes_max > 0 && (
        <>
          <Select
            label={t('files.atOnceMax')}
            value={settings.files_at_once_max}
            options={options(offeredAtOnce, settings.files_at_once_max, (value) => number.format(value))}
            onValue={(value) => onSettings({ ...settings, files_at_once_max: value })}
          />
          <Select
            label={t('files.totalBytesMax')}
            hint={t('files.totalBytesMaxHint')}
            value={settings.files_total_bytes_max}
            options={options(offeredTotals, settings.files_total_bytes_max, size)}
            onValue={(value) => onSettings({ ...settings, files_total_bytes_max: value })}
          />
        </>
      )}
    </>
  );
}
