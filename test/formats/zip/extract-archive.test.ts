import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { StewardError } from '../../../domain/errors';
import { extractArchive } from '../../../formats/zip/extract-archive';
import { type ArchiveLimits, packageLimits } from '../../../formats/zip/limits';
import { hashBytes } from '../../../formats/hash';
import { type HostileEntry, type HostileEnd, writeHostileZip } from '../../support/hostile-zips';
import { scratchFolder } from '../../support/scratch-folder';

const folder = scratchFolder();
let count = 0;

async function unzip(bytes: Buffer, limits: Partial<ArchiveLimits> = {}) {
  count += 1;
  const archive = join(folder, `a${count}.zip`);
  const into = join(folder, `a${count}`);
  writeFileSync(archive, bytes);
  const files = await extractArchive(archive, into, { limits: { ...packageLimits, ...limits } });
  return { files, into };
}

async function refusal(bytes: Buffer, limits: Partial<ArchiveLimits> = {}): Promise<StewardError> {
  const error: unknown = await unzip(bytes, limits).then(
    () => new Error('it was accepted'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof StewardError) return error;
  throw error;
}

function zip(...entries: HostileEntry[]): Buffer {
  return writeHostileZip(entries);
}

function file(name: string | Buffer, text = 'x', more: Partial<HostileEntry> = {}): HostileEntry {
  return { name, data: Buffer.from(text), ...more };
}

describe('unzip: what is accepted', () => {
  it('unpacks stored and deflated files into folders, with sizes and digests', async () => {
    const { files, into } = await unzip(
      zip(
        file('b/deep/text.txt', 'hello '.repeat(100), { method: 8 }),
        { name: 'a/', mode: 0o040755 },
        file('a/x', 'x'),
      ),
    );
    expect(files).toEqual([
      { path: 'a/x', size: 1, sha256: hashBytes('x') },
      { path: 'b/deep/text.txt', size: 600, sha256: hashBytes('hello '.repeat(100)) },
    ]);
    expect(readFileSync(join(into, 'b/deep/text.txt'), 'utf8')).toBe('hello '.repeat(100));
  });

  it('unpacks only what is wanted, after judging everything', async () => {
    const archive = join(folder, 'wanted.zip');
    writeFileSync(archive, zip(file('keep'), file('leave')));
    const into = join(folder, 'wanted');
    await extractArchive(archive, into, { wanted: (path) => path === 'keep' });
    expect(readdirSync(into)).toEqual(['keep']);
  });

  it('reads an archive with a comment, as `git archive` writes it', async () => {
    const { files } = await unzip(writeHostileZip([file('x')], { comment: Buffer.from('a comment') }));
    expect(files).toHaveLength(1);
  });

  it('writes letters with accents in one way, whichever the archive chose', async () => {
    const { files } = await unzip(zip(file('e\u0301')));
    expect(files[0]?.path).toBe('\u00e9');
  });

  it('refuses to unpack over an existing folder', async () => {
    const archive = join(folder, 'once.zip');
    writeFileSync(archive, zip(file('x')));
    await extractArchive(archive, join(folder, 'once'));
    await expect(extractArchive(archive, join(folder, 'once'))).rejects.toMatchObject({ code: 'EEXIST' });
  });
});

describe('unzip: names', () => {
  it.each([
    ['a name that climbs out', '../evil'],
    ['a name that climbs out further down', 'a/../../evil'],
    ['an absolute name', '/etc/passwd'],
    ['a drive letter', 'C:evil'],
    ['a backslash', '..\\evil'],
    ['an empty part', 'a//b'],
    ['a dot', './a'],
    ['an empty name', ''],
    ['a zero byte', 'a\0b'],
    ['a line feed', 'a\nb'],
    ['a text direction mark', 'a\u202Egpj.b'],
    ['bytes that are no text', Buffer.from([0x61, 0xff])],
    ['a path of more than 240 bytes', 'x'.repeat(241)],
    ['more than 12 folders', `${'d/'.repeat(13)}x`],
  ])('refuses %s', async (_what, name) => {
    expect((await refusal(zip(file(name)))).code).toBe('archive_entry_name');
  });

  it('quotes a hostile name in the message, escaped and cut', async () => {
    const { message } = await refusal(zip(file(`/${'x'.repeat(200)}\u001b[31m`)));
    expect(message).toMatch(/^a\d+\.zip holds an entry that must not be unpacked: "\/x{79}…" has invisible characters/);
  });

  it.each([
    ['the same name twice', ['a', 'a']],
    ['names that differ in case', ['Model.pb', 'model.PB']],
    ['names that differ in how an accent is written', ['\u00e9', 'e\u0301']],
    ['a file that is also a folder', ['a', 'a/b']],
    ['folders that differ in case', ['A/x', 'a/y']],
    ['the same folder twice', ['a/', 'a/']],
  ])('refuses %s', async (_what, names) => {
    const entries = names.map((name) => (name.endsWith('/') ? { name, mode: 0o040755 } : file(name)));
    expect((await refusal(zip(...entries))).code).toBe('archive_entry_doubled');
  });
});

describe('unzip: kinds and coding', () => {
  it.each([
    ['a symlink', 0o120777, 'a symbolic link'],
    ['a device', 0o020666, 'a device'],
    ['a pipe', 0o010644, 'a pipe'],
    ['a folder under the name of a file', 0o040755, 'a folder under the name of a file'],
  ])('refuses %s', async (_what, mode, kind) => {
    const { code, details } = await refusal(zip(file('link', '/etc/passwd', { mode })));
    expect([code, details['kind']]).toEqual(['archive_entry_kind', kind]);
  });

  it('refuses a folder that carries data', async () => {
    expect((await refusal(zip({ name: 'a/', data: Buffer.from('x'), mode: 0o040755 }))).code).toBe(
      'archive_entry_kind',
    );
  });

  it.each([
    ['an encrypted entry', { flags: 0x1, packedSize: 24, size: 12 }, 'encrypted'],
    ['a strongly encrypted entry', { flags: 0x41 }, 'encrypted'],
    ['bzip2', { method: 12 }, 'compressed in an unusual way (method 12)'],
    ['zstd', { method: 93 }, 'compressed in an unusual way (method 93)'],
  ])('refuses %s', async (_what, more, how) => {
    const { code, details, message } = await refusal(zip(file('x', 'x'.repeat(24), more)));
    if (code === 'archive_entry_coded') expect(details['how']).toBe(how);
    else expect(message).toContain('encryption');
  });
});

describe('unzip: sizes', () => {
  it.each<[string, HostileEntry]>([
    ['more data than declared', file('x', 'x'.repeat(5_000), { method: 8, size: 10 })],
    ['less data than declared', file('x', 'x'.repeat(50), { method: 8, size: 5_000 })],
    ['a wrong check sum', file('x', 'x', { sum: 1 })],
    ['data that is not deflated', file('x', 'plain', { method: 0 })],
  ])('refuses %s', async (what, entry) => {
    const bytes = zip(entry);
    if (what === 'data that is not deflated') for (const at of [8, 35 + 1 + 10]) bytes.writeUInt16LE(8, at);
    expect((await refusal(bytes)).code).toBe('archive_entry_lies');
  });

  it('refuses a stored entry whose two sizes differ', async () => {
    expect((await refusal(zip(file('x', 'xx', { size: 1 })))).code).toBe('archive_damaged');
  });

  it('never writes more than an entry declares', async () => {
    await refusal(zip(file('x', 'x'.repeat(100_000), { method: 8, size: 10 })));
    // What is refused before its file was opened has none.
    const path = join(folder, `a${count}`, 'x');
    expect(existsSync(path) ? readFileSync(path).length : 0).toBeLessThanOrEqual(10);
  });

  it('refuses 50 MB packed into 48 KB before unpacking anything', async () => {
    const { code, details } = await refusal(zip(file('zeros', '\0'.repeat(50_000_000), { method: 8 })));
    expect([code, details['what']]).toEqual(['archive_bomb', '"zeros" grows from 48 KiB to 48 MiB']);
    expect(existsSync(join(folder, `a${count}`))).toBe(false);
  });

  it('accepts a small file that packs a thousandfold', async () => {
    expect((await unzip(zip(file('zeros', '\0'.repeat(1_000_000), { method: 8 })))).files).toHaveLength(1);
  });

  it.each<[string, Partial<ArchiveLimits>, string]>([
    ['a file above the limit of a file', { fileBytes: 9 }, 'the entry "b" has 10 bytes'],
    ['files above the limit together', { totalBytes: 19 }, 'its files have 20 bytes together'],
    ['an archive above the limit', { archiveBytes: 100 }, 'it has'],
    ['more entries than allowed', { entries: 1 }, 'it has 2 entries'],
  ])('refuses %s', async (_what, limits, what) => {
    const bytes = zip(file('a', 'x'.repeat(limits.fileBytes === undefined ? 10 : 9)), file('b', 'y'.repeat(10)));
    const { code, details } = await refusal(bytes, limits);
    expect([code, String(details['what'])]).toEqual(['archive_too_large', expect.stringContaining(what)]);
  });

  it('refuses 3,000 entries', async () => {
    const { code, details } = await refusal(zip(...Array.from({ length: 3_000 }, (_, at) => file(`f${at}`))));
    expect([code, details['what']]).toEqual(['archive_too_large', 'it has 3000 entries']);
  });
});

describe('unzip: structure', () => {
  it('refuses a thousand entries on one piece of data', async () => {
    const entry = (at: number) => ({ ...file(`f${at}`, 'y'.repeat(99)), localName: 'f0' });
    const others = Array.from({ length: 999 }, (_, at) => ({ ...entry(at + 1), sharesWith: 0 }));
    const { code } = await refusal(zip(entry(0), ...others));
    expect(code).toBe('archive_entry_lies');
  });

  it('refuses entries of one name length that share data under their own record', async () => {
    const inner = file('inner', 'payload');
    const innerRecord = zip(inner).subarray(0, 30 + 5 + 7);
    const outer = { name: 'outer', data: innerRecord };
    const { code, details } = await refusal(zip(outer, { ...inner, sharesWith: 0, shift: 30 + 5 }));
    expect([code, details['what']]).toEqual(['archive_bomb', '"outer" and "inner" share their data']);
  });

  it('refuses an entry whose data reaches into the directory', async () => {
    const bytes = zip(file('a', 'x'.repeat(10), { size: 40, packedSize: 40 }));
    const { code, message } = await refusal(bytes);
    expect(code).toBe('archive_damaged');
    expect(message).toContain('"a" reaches into the directory');
  });

  it('refuses another name in front of the data than in the directory', async () => {
    expect((await refusal(zip(file('model.pb', 'x', { localName: 'evil.exe' })))).details['why']).toBe(
      'it has another name in front of its data',
    );
  });

  it('says of anything else that it is not a zip', async () => {
    expect((await refusal(Buffer.from('BAD,LOAN\n1,1100\n'))).code).toBe('not_a_zip');
    expect((await refusal(Buffer.alloc(0))).code).toBe('not_a_zip');
    await expect(extractArchive(folder, join(folder, 'of-folder'))).rejects.toMatchObject({ code: 'not_a_zip' });
    await expect(extractArchive(join(folder, 'none'), join(folder, 'of-none'))).rejects.toMatchObject({
      code: 'package_missing',
    });
  });

  it('says of an archive that was cut off that it is no whole zip', async () => {
    const whole = zip(file('a', 'x'.repeat(1_000)), file('b'));
    expect((await refusal(whole.subarray(0, 600))).code).toBe('not_a_zip');
    expect((await refusal(whole.subarray(0, whole.length - 3))).code).toMatch(/not_a_zip|archive_damaged/);
    expect((await refusal(whole.subarray(500))).code).toBe('archive_damaged');
  });

  it.each<[string, HostileEnd, string]>([
    ['bytes behind the end', { suffix: Buffer.from('more') }, 'there are bytes after its end'],
    ['two ends that both fit', { comment: zip().subarray(0, 22) }, 'it has two end records'],
    ['fewer entries than there are', { entries: 1 }, 'its directory holds more or less than it says'],
    ['more entries than there are', { entries: 3 }, 'it tells more entries than its directory can hold'],
    ['a directory that is longer than told', { directoryBytes: 200 }, 'its directory is not where the archive says'],
    ['bytes between directory and end', { between: Buffer.alloc(30) }, 'its directory is not where the archive says'],
    ['a 64-bit locator', { between: locator() }, 'it uses the 64-bit form'],
  ])('refuses %s', async (_what, end, why) => {
    const { code, message } = await refusal(writeHostileZip([file('a'), file('b')], end));
    expect(code).toBe('archive_damaged');
    expect(message).toContain(why);
  });
});

describe('unzip: chance', () => {
  it('ends every damaged archive in a sentence of ours or in its true files', async () => {
    const sound = zip(file('a/model.pb', 'weights '.repeat(40), { method: 8 }), file('b.json', '{}'));
    const damage = fc.array(fc.record({ at: fc.nat(sound.length - 1), byte: fc.nat(255) }), {
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(damage, async (changes) => {
        const bytes = Buffer.from(sound);
        for (const { at, byte } of changes) bytes[at] = byte;
        const outcome = await unzip(bytes).catch((error: unknown) => error);
        if (!(outcome instanceof StewardError)) expect(outcome).toMatchObject({ files: expect.any(Array) as unknown });
      }),
      { numRuns: 300 },
    );
  });
});

function locator(): Buffer {
  const bytes = Buffer.alloc(20);
  bytes.writeUInt32LE(0x07064b50, 0);
  return bytes;
}
