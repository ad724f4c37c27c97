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
});
