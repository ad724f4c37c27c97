import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { hashBytes } from '../../../formats/hash';
import { extractArchive } from '../../../formats/zip/extract-archive';
import { packDirectory } from '../../../formats/zip/pack-directory';
import { packageLimits } from '../../../formats/zip/limits';
import { writeZip } from '../../../formats/zip/write-zip';
import { scratchFolder } from '../../support/scratch-folder';

const folder = scratchFolder();

describe('zip: writing', () => {
  it('gives the bytes that were agreed on, on every machine and in every time zone', () => {
    const bytes = writeZip([
      { path: 'b/ü.txt', bytes: Buffer.from('two') },
      { path: 'a', bytes: Buffer.from('one') },
    ]);
    expect(hashBytes(bytes)).toBe('sha256:d88fc1cfb3cf01133ae596aba6dc65e2ba68112b37a33f4239036a64c2eeb9ec');
  });

  it('reads back as it was written, whatever the order', async () => {
    const name = fc.stringMatching(/^[a-z]{1,8}$/);
    const files = fc.uniqueArray(fc.record({ path: name, bytes: fc.uint8Array({ maxLength: 200 }) }), {
      selector: ({ path }) => path,
      maxLength: 8,
    });
    let count = 0;
    await fc.assert(
      fc.asyncProperty(files, async (entries) => {
        count += 1;
        const bytes = writeZip(entries);
        expect(writeZip([...entries].reverse())).toEqual(bytes);
        const archive = join(folder, `p${count}.zip`);
        writeFileSync(archive, bytes);
        const read = await extractArchive(archive, join(folder, `p${count}`));
        const expected = entries.map(({ path, bytes: content }) => ({
          path,
          size: content.length,
          sha256: hashBytes(content),
        }));
        expect(read).toEqual(expected.sort((one, other) => (one.path < other.path ? -1 : 1)));
      }),
      { numRuns: 30 },
    );
  });

  it('refuses two entries with one path', () => {
    const entry = { path: 'a', bytes: Buffer.from('x') };
    expect(() => writeZip([entry, entry])).toThrow('two entries have the path a');
  });
});

describe('zip: packing a folder', () => {
  it('gives the bytes of the files in memory, whatever their modes, times and umask', async () => {
    const source = join(folder, 'source');
    mkdirSync(join(source, 'b', 'empty'), { recursive: true });
    writeFileSync(join(source, 'b', 'two'), 'two');
    writeFileSync(join(source, 'a'), 'one');
    chmodSync(join(source, 'a'), 0o700);
    utimesSync(join(source, 'a'), 1, 1);
    const packed = await packDirectory(source, join(folder, 'source.zip'));
    const expected = writeZip([
      { path: 'a', bytes: Buffer.from('one') },
      { path: 'b/two', bytes: Buffer.from('two') },
    ]);
    expect(packed).toEqual({ digest: hashBytes(expected), bytes: expected.length });
    expect(readFileSync(join(folder, 'source.zip'))).toEqual(expected);
  });

  it('refuses a symlink instead of following it', async () => {
    const source = join(folder, 'linked');
    mkdirSync(source);
    symlinkSync('/etc/passwd', join(source, 'link'));
    await expect(packDirectory(source, join(folder, 'linked.zip'))).rejects.toMatchObject({
      code: 'archive_entry_kind',
    });
  });

  it('refuses a pipe instead of waiting for it', async () => {
    const source = join(folder, 'piped');
    mkdirSync(source);
    execFileSync('mkfifo', [join(source, 'pipe')]);
    await expect(packDirectory(source, join(folder, 'piped.zip'))).rejects.toMatchObject({
      code: 'archive_entry_kind',
    });
  });

  it('keeps to the limits of what it would unpack', async () => {
    const source = join(folder, 'large');
    mkdirSync(source);
    writeFileSync(join(source, 'a'), 'x'.repeat(100));
    const limits = { ...packageLimits, fileBytes: 99 };
    await expect(packDirectory(source, join(folder, 'l.zip'), limits)).rejects.toMatchObject({
      code: 'archive_too_large',
    });
  });
});
