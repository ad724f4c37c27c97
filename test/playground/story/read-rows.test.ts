import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PlaygroundFailure } from '../../../playground/client/failure';
import { readRows } from '../../../playground/story/read-rows';

describe('story: test rows', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'steward-rows-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (text: string): string => {
    const name = path.join(folder, 'rows.csv');
    writeFileSync(name, text);
    return name;
  };

  it('leave out what is missing, and read the outcome however it is written', async () => {
    expect(await readRows(file('BAD,LOAN,JOB\n1,1100,\n0.0,,Mgr\r\n1.0,7,Self\n'))).toEqual([
      { inputs: { LOAN: '1100' }, event: true },
      { inputs: { JOB: 'Mgr' }, event: false },
      { inputs: { LOAN: '7', JOB: 'Self' }, event: true },
    ]);
  });

  it('are refused when the file is of another kind, or not there', async () => {
    await expect(readRows(file('BAD;LOAN\n1;2\n'))).rejects.toThrow(PlaygroundFailure);
    await expect(readRows(path.join(folder, 'none.csv'))).rejects.toThrow(/none\.csv cannot be read/);
  });
});
