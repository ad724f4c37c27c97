import { StewardError } from '../../domain/errors';
import { type KnownReferences, createKnownReferences } from './known-references';
import type { SpooledRow } from './spool/records';

/** A row of a request before it is scored. */
export interface ReferencedRow {
  readonly reference: string;
  readonly hash: Buffer;
  readonly inputs: string;
}

/** The rows of one request, from before they are scored until they are recorded or not. */
export interface Claim {
  /** Resolves when all rows are kept, or there is no room for them. `repeated`: those that were kept before. */
  record(rows: readonly SpooledRow[]): Promise<{ readonly kept: boolean; readonly repeated: number }>;
  /** To be called however the request ended. */
  end(): void;
}

export interface Recorder {
  /**
   * Takes the references for these inputs. The same with the same inputs may be taken at once and is recorded once.
   * Throws `recording_reference_taken` when one has other inputs, in the record or on its way.
   */
  claim(rows: readonly ReferencedRow[]): Claim;
  /** A row that the spool held at the start. */
  remember(row: ReferencedRow): void;
}

interface Taken {
  readonly hash: string;
  users: number;
  /** By whoever came first; the others wait for it. */
  keeping?: Promise<boolean> | undefined;
}

/** `append` keeps rows for good, or answers false. `limit`: references whose inputs are remembered. */
export function createRecorder(append: (rows: readonly SpooledRow[]) => Promise<boolean>, limit: number): Recorder {
  const known = createKnownReferences(limit);
  const taken = new Map<string, Taken>();
  return {
    remember: ({ reference, hash }) => known.put(reference, keyOf(hash)),
    claim: (rows) => {
      rows.forEach(({ reference, hash }, index) => {
        const other = known.find(reference) ?? taken.get(reference)?.hash;
        if (other !== undefined && other !== keyOf(hash))
          throw new StewardError('recording_reference_taken', { row: index + 1 });
      });
      for (const { reference, hash } of rows) take(taken, reference, keyOf(hash));
      return {
        record: (scored) => keep(scored, { append, known, taken }),
        end: () => rows.forEach(({ reference }) => leave(taken, reference)),
      };
    },
  };
}

/** Half of a SHA-256 is enough to tell inputs apart here, and a million of them are held. */
function keyOf(hash: Buffer): string {
  return hash.toString('latin1', 0, 16);
}

function take(taken: Map<string, Taken>, reference: string, hash: string): void {
  const entry = taken.get(reference);
  if (entry === undefined) taken.set(reference, { hash, users: 1 });
  else entry.users += 1;
}

function leave(taken: Map<string, Taken>, reference: string): void {
  const entry = taken.get(reference);
  if (entry === undefined) return;
  entry.users -= 1;
  if (entry.users === 0) taken.delete(reference);
}

interface Keeping {
  readonly append: (rows: readonly SpooledRow[]) => Promise<boolean>;
  readonly known: KnownReferences;
  readonly taken: Map<string, Taken>;
}

async function keep(rows: readonly SpooledRow[], keeping: Keeping): Promise<{ kept: boolean; repeated: number }> {
  const own: SpooledRow[] = [];
  const entries: Taken[] = [];
  const others = new Set<Promise<boolean>>();
  const seen = new Set<string>();
  for (const row of rows) {
    const entry = keeping.taken.get(row.reference);
    if (seen.has(row.reference) || keeping.known.find(row.reference) !== undefined) continue;
    seen.add(row.reference);
    if (entry?.keeping !== undefined) others.add(entry.keeping);
    else {
      own.push(row);
      if (entry !== undefined) entries.push(entry);
    }
  }
  const work = own.length === 0 ? Promise.resolve(true) : keeping.append(own);
  for (const entry of entries) entry.keeping = work;
  const kept = await work;
  for (const entry of entries) entry.keeping = undefined;
  if (kept) for (const { reference, hash } of own) keeping.known.put(reference, keyOf(hash));
  const theirs = (await Promise.all(others)).every(Boolean);
  return { kept: kept && theirs, repeated: rows.length - own.length };
}
