import { isUtf8 } from 'node:buffer';
import { StewardError } from '../../domain/errors';
import type { ArchiveLimits } from './limits';

export interface EntryName {
  /** `/` separated, NFC, without a trailing `/`. */
  readonly path: string;
  readonly folder: boolean;
}

/**
 * Judges the name of an entry as its bytes stand in the archive. Accepted are relative UTF-8 paths of ordinary
 * segments; the archive's own "is UTF-8" flag is not believed, as half of all zip programs set it wrongly.
 *
 * Errors: `archive_entry_name`.
 */
export function readEntryName(raw: Uint8Array, file: string, limits: ArchiveLimits): EntryName {
  const refuse = (why: string): never => {
    throw new StewardError('archive_entry_name', { file, entry: nameText(Buffer.from(raw).toString('latin1')), why });
  };
  if (raw.length > limits.pathBytes) refuse(`has a name of more than ${limits.pathBytes} bytes`);
  if (!isUtf8(raw)) refuse('has a name that is not UTF-8 text');
  const name = Buffer.from(raw).toString('utf8');
  const why = whyNotName(name, limits);
  if (why !== undefined) refuse(why);
  const folder = name.endsWith('/');
  return { path: (folder ? name.slice(0, -1) : name).normalize('NFC'), folder };
}

/** An entry's name as it may be shown: quoted, escaped, cut. */
export function nameText(name: string): string {
  return JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}…` : name);
}

function whyNotName(name: string, limits: ArchiveLimits): string | undefined {
  if (/[\p{Cc}\p{Cf}]/u.test(name)) return 'has invisible characters in its name';
  if (name.includes('\\')) return 'has a backslash in its name';
  if (name.startsWith('/') || /^[A-Za-z]:/.test(name)) return 'has an absolute name';
  const segments = (name.endsWith('/') ? name.slice(0, -1) : name).split('/');
  if (segments.includes('..')) return 'points out of its folder';
  if (segments.includes('.') || segments.includes('')) return 'has an empty part in its name';
  return segments.length - 1 > limits.depth ? `lies more than ${limits.depth} folders deep` : undefined;
}
