import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { takeCandidate } from '../../../activities/training/take-candidate';
import { countOverlap, rowKey } from '../../../activities/training/count-overlap';
import { hashFile } from '../../../formats/hash';
import { scratchFolder } from '../../support/scratch-folder';

const folder = scratchFolder();

function place(): { output: string; into: string; file: string } {
  const into = mkdtempSync(join(folder, 'take-'));
  const output = join(into, 'output');
  mkdirSync(output);
  return { into, output, file: join(output, 'package.zip') };
}

describe('takeCandidate', () => {
  it('takeCandidate: copies the bytes as they are', async () => {
    const { into, output, file } = place();
    writeFileSync(file, 'any bytes');
    const taken = await takeCandidate(output, into);
    expect(taken).toMatchObject({ bytes: 9, packageDigest: (await hashFile(file)).digest });
    expect((await hashFile(taken.archive)).digest).toBe(taken.packageDigest);
    expect(taken.metrics).toBeUndefined();
  });

  it.each([
    ['no JSON', 'KS is great'],
    ['other JSON', '{"ks":1}'],
    ['two megabytes', `"${'x'.repeat(2 ** 21)}"`],
  ])('takeCandidate: metrics that are %s are none', async (_, metrics) => {
    const { into, output, file } = place();
    writeFileSync(file, 'any bytes');
    writeFileSync(join(output, 'metrics.json'), metrics);
    expect((await takeCandidate(output, into)).metrics).toBeUndefined();
  });

  it.each([
    ['nothing', () => undefined, 'there is no package.zip'],
    ['an empty file', (file: string) => writeFileSync(file, ''), 'package.zip is empty'],
    ['a folder', (file: string) => mkdirSync(file), 'package.zip is no file'],
    ['a link', (file: string) => symlinkSync('/etc/passwd', file), 'package.zip is no file that can be read'],
    ['a pipe', (file: string) => void execFileSync('mkfifo', [file]), 'package.zip is no file'],
    [
      'a file beyond the limit',
      (file: string) => {
        writeFileSync(file, '');
        truncateSync(file, 2 ** 40);
      },
      'package.zip has 1048576 MiB, more than 512 MiB',
    ],
  ])('takeCandidate: %s is no package', async (_, lay, what) => {
    const { into, output, file } = place();
    lay(file);
    await expect(takeCandidate(output, into)).rejects.toMatchObject({ code: 'candidate_missing', details: { what } });
  });
});

describe('countOverlap', () => {
  it('countOverlap: counts gate rows with the inputs of a row that was learnt from, each as often as it is there', async () => {
    const file = join(folder, 'dataset.csv');
    writeFileSync(file, 'reference,JOB,LOAN,BAD\nr1,"a, b",1,0\nr2,"a, b",1,1\nr3,,2,0\nr4,c,3,0\n');
    const gate = new Map([
      [rowKey(['1', 'a, b']), 3],
      [rowKey(['2', '']), 1],
      [rowKey(['3', 'd']), 5],
    ]);
    expect(await countOverlap(file, ['LOAN', 'JOB'], gate)).toBe(4);
    expect(await countOverlap(file, ['LOAN', 'AGE'], new Map([[rowKey(['3', '']), 2]]))).toBe(2);
  });
});
