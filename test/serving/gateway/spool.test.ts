import { createBatchReader } from '../../../serving/gateway/ship/read-batch';
import { scratchFolder } from '../../support/scratch-folder';
import { openTestSpool, rowsOf } from './test-spool';

const folder = scratchFolder();

describe('spool', () => {
  it('spool: a row that is appended as soon as the one before is kept is kept too', async () => {
    const spool = await openTestSpool(folder, 'fast');
    for (const name of ['a', 'b', 'c', 'd']) expect(await spool.append(rowsOf(name))).toBe(true);
    expect(spool.size().rows).toBe(4);
    await spool.close();
  });

  it('spool: a segment that was shipped while a row was being written is read on from there, without losses', async () => {
    const spool = await openTestSpool(folder, 'fast');
    const reader = createBatchReader(spool.segments);
    await spool.append(rowsOf('a', 'b', 'c'));
    const before = await reader.next();
    if (before === undefined) throw new Error('nothing was read');
    const writing = spool.append(rowsOf('d'));
    await spool.release(before.segment, before.end, before.rows.length);
    expect(await reader.next()).toBeUndefined();
    await writing;
    expect(await reader.next()).toMatchObject({ segment: before.segment, rows: [{ reference: 'd' }], losses: [] });
    await spool.close();
  });

  it('spool: a segment that was shipped while nothing was written is gone, and the next one is read from its start', async () => {
    const spool = await openTestSpool(folder, 'fast');
    const reader = createBatchReader(spool.segments);
    await spool.append(rowsOf('a'));
    const before = await reader.next();
    if (before === undefined) throw new Error('nothing was read');
    await spool.release(before.segment, before.end, before.rows.length);
    expect(spool.segments).toEqual([]);
    expect(await reader.next()).toBeUndefined();
    await spool.append(rowsOf('b'));
    expect(await reader.next()).toMatchObject({ rows: [{ reference: 'b' }], losses: [] });
    await spool.close();
  });
});
