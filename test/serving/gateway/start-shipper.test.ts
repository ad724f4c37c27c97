import { once } from 'node:events';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { ScoredRowsDatabase } from '../../../database/scored-rows';
import type { Logger } from '../../../domain/logger';
import { openGapLedger } from '../../../serving/gateway/gap-ledger';
import { startShipper } from '../../../serving/gateway/ship/start-shipper';
import { scratchFolder } from '../../support/scratch-folder';
import { fail, now, openTestSpool, rowsOf, scoredBy } from './test-spool';

const folder = scratchFolder();
const silent = (): void => undefined;
const log: Logger = { debug: silent, info: silent, warn: silent, error: silent, child: () => log };

afterEach(() => jest.restoreAllMocks());

interface Gate {
  readonly opened: Promise<void>;
  readonly open: () => void;
}

function gate(): Gate {
  let open = silent;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

/** The next sync of a file opens `begun` and ends when `goOn` is opened. */
async function slowNextSync(): Promise<{ readonly begun: Gate; readonly goOn: Gate }> {
  const file = await open(join(folder, 'any'), 'w');
  const handles = Object.getPrototypeOf(file) as FileHandle;
  await file.close();
  const [begun, goOn] = [gate(), gate()];
  jest.spyOn(handles, 'datasync').mockImplementationOnce(() => {
    begun.open();
    return goOn.opened;
  });
  return { begun, goOn };
}

/** A PostgreSQL that takes everything. */
function standIn() {
  const kept: string[] = [];
  const gaps: object[] = [];
  const database: ScoredRowsDatabase = {
    recordRows: (_, rows) => {
      kept.push(...rows.map(({ reference }) => reference));
      return Promise.resolve({ recorded: rows.length, repeated: 0, conflicting: 0 });
    },
    recordGap: (_, gap) => Promise.resolve(void gaps.push(gap)),
    recordDeadLetter: () => fail(new Error('no row is refused here')),
    close: () => Promise.resolve(),
  };
  return { database, kept, gaps };
}

describe('shipper', () => {
  it('shipper: looking again while a sync takes long neither loses the row nor takes others for lost', async () => {
    const spool = await openTestSpool(folder, 'durable');
    const ledger = await openGapLedger({ path: join(folder, 'gaps'), now, newKey: () => 'key', onFault: fail });
    await spool.append(rowsOf('a', 'b', 'c'));
    const sync = await slowNextSync();
    const late = spool.append(rowsOf('late'));
    await sync.begun.opened;

    const { database, kept, gaps } = standIn();
    let looks = 0;
    const shipper = startShipper({
      spool,
      ledger,
      scoredBy,
      connect: () => database,
      now,
      random: () => 0,
      pause: async (ms, signal) => {
        // The longer one is for an answer of PostgreSQL, which always comes.
        if (ms > 10_000) return void (await once(signal, 'abort'));
        looks += 1;
        await setImmediate();
      },
      log,
    });
    // Once after the rows that were there, once after it found nothing.
    while (looks < 2) await setImmediate();
    expect(kept).toEqual(['a', 'b', 'c']);
    sync.goOn.open();
    expect(await late).toBe(true);
    expect(await shipper.drain(new AbortController().signal)).toBe(true);
    expect(kept).toEqual(['a', 'b', 'c', 'late']);
    expect(gaps).toEqual([]);
    expect(shipper.counts().damaged).toBe(0);
    await spool.close();
    await ledger.end();
  });
});
