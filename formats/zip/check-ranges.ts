import type { Entry, ZipFile } from 'yauzl';
import { StewardError } from '../../domain/errors';
import { nameText } from './entry-name';
import type { CheckedEntry } from './check-entries';
import type { EndRecord } from './end-record';

const sizesFollow = 0x8;
const comparedFlags = 0x1 | 0x40;
const inExtraField = 0xffffffff;

/**
 * Compares the header in front of each entry's data with the directory, and sees to it that no byte of the archive
 * belongs to two entries: sharing data is how a small archive unpacks to terabytes.
 *
 * Errors: `archive_entry_lies`, `archive_bomb`, `archive_damaged`.
 */
export async function checkRanges(
  zip: ZipFile,
  entries: readonly CheckedEntry[],
  end: EndRecord,
  file: string,
): Promise<void> {
  const ranges: { start: number; end: number; path: string }[] = [];
  for (const { path, raw } of entries) {
    const header = await zip.readLocalFileHeaderPromise(raw);
    const why = whyDiffers(header, raw);
    if (why !== undefined) throw new StewardError('archive_entry_lies', { file, entry: nameText(path), why });
    const dataEnd = header.fileDataStart + raw.compressedSize;
    ranges.push({ start: raw.relativeOffsetOfLocalHeader, end: dataEnd, path });
  }
  ranges.sort((one, other) => one.start - other.start);
  let last: { end: number; path: string } = { end: 0, path: '' };
  for (const range of ranges) {
    if (range.start < last.end)
      throw new StewardError('archive_bomb', {
        file,
        what: `${nameText(last.path)} and ${nameText(range.path)} share their data`,
      });
    last = range;
  }
  if (last.end > end.directoryStart)
    throw new StewardError('archive_damaged', { file, why: `${nameText(last.path)} reaches into the directory` });
}

type LocalHeader = Awaited<ReturnType<ZipFile['readLocalFileHeaderPromise']>>;

function whyDiffers(local: LocalHeader, raw: Entry): string | undefined {
  if (!local.fileName.equals(raw.fileNameRaw)) return 'it has another name in front of its data';
  if (local.compressionMethod !== raw.compressionMethod) return 'it has another compression in front of its data';
  if ((local.generalPurposeBitFlag ^ raw.generalPurposeBitFlag) & comparedFlags)
    return 'it is encrypted in one place and not in the other';
  if (local.generalPurposeBitFlag & sizesFollow || local.uncompressedSize === inExtraField) return undefined;
  const same =
    local.uncompressedSize === raw.uncompressedSize &&
    local.compressedSize === raw.compressedSize &&
    local.crc32 === raw.crc32;
  return same ? undefined : 'it has other sizes in front of its data';
}
