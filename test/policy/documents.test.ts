import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseProjectFile } from '../../formats/project-file/parse-project-file';
import { packageLimits, sizeText } from '../../formats/zip/limits';
import { listDocuments, listFiles, listRoomSources, readText } from './repository';

const documents = listDocuments();

/** Code, fenced or not, is shown as it is and links nowhere. */
function withoutCode(text: string): string {
  return text.replace(/^(`{3,})[\s\S]*?^\1$/gm, '').replace(/`[^`\n]*`/g, '');
}

function linksOf(file: string): string[] {
  return [...withoutCode(readText(file)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target ?? '');
}

/** The anchors of a document's headings, as GitHub makes them. */
function anchorsOf(file: string): string[] {
  const headings = readText(file).match(/^#{1,6} .*$/gm) ?? [];
  return headings.map((heading) =>
    heading
      .replace(/^#+ /, '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  );
}

function isBroken(file: string, link: string): boolean {
  if (/^[a-z]+:/.test(link)) return false;
  const [target = '', anchor] = link.split('#');
  const place = target === '' ? file : path.posix.normalize(path.posix.join(path.posix.dirname(file), target));
  if (!existsSync(path.join(__dirname, '../..', place))) return true;
  return anchor !== undefined && !anchorsOf(place).includes(anchor);
}

describe('documents', () => {
  it('documents: every link leads somewhere', () => {
    const broken = documents.flatMap((file) =>
      linksOf(file)
        .filter((link) => isBroken(file, link))
        .map((link) => `${file}: ${link}`),
    );
    expect(broken).toEqual([]);
  });

  it('documents: every file that is named with its room exists', () => {
    const files = new Set(listFiles(() => true));
    const named = documents.flatMap((file) =>
      [...readText(file).matchAll(/`((?:[\w-]+\/)+[\w.-]+\.(?:ts|mjs|yaml|json|md))`/g)]
        .map(([, target]) => target ?? '')
        .filter((target) => files.has(target.split('/')[0] ?? '') || !/^(node_modules|dist|\.steward)/.test(target))
        .filter((target) => !files.has(target))
        .map((target) => `${file}: ${target}`),
    );
    expect(named).toEqual([]);
  });

  it('documents: the design names every room and every table', () => {
    const design = readText('docs/design.md');
    const rooms = [...new Set(listRoomSources().map((file) => file.split('/')[0]))];
    const migrations = listFiles((file) => file.startsWith('database/migrations/')).map(readText);
    const tables = migrations.flatMap((sql) => [...sql.matchAll(/create table (\w+) \(/g)].map(([, name]) => name));
    expect(rooms.filter((room) => !design.includes(`\`${room}/\``))).toEqual([]);
    expect(tables.length).toBeGreaterThan(10);
    expect(tables.filter((table) => !design.includes(`\`${table}\``))).toEqual([]);
  });

  it('documents: every action of the audit is explained', () => {
    const found = listRoomSources().flatMap((file) =>
      [...readText(file).matchAll(/action: ['`]([a-z]+\.[a-z_]+)['`]/g)].map(([, action]) => action ?? ''),
    );
    const explained = readText('docs/operations.md');
    expect(found.length).toBeGreaterThan(10);
    expect(found.filter((action) => !explained.includes(`\`${action}\``))).toEqual([]);
  });

  it('documents: the project files in the documents can be applied', () => {
    const [sample, whole] = [...readText('docs/project-file.md').matchAll(/```yaml\n([\s\S]*?)```/g)].map(
      ([, yaml]) => yaml ?? '',
    );
    expect(parseProjectFile(sample ?? '').project).toBe('hmeq');
    expect(parseProjectFile(whole ?? '').environments['production']?.policy.quorum).toBe(2);
  });

  it('documents: the limits of packages are those of the code', () => {
    const { archiveBytes, totalBytes, fileBytes, entries, ratio, depth, pathBytes } = packageLimits;
    const row = (what: string) =>
      new RegExp(`^\\| ${what} +\\| (.*?) +\\|$`, 'm').exec(readText('docs/packages.md'))?.[1];
    expect(row('the archive')).toBe(sizeText(archiveBytes));
    expect(row('entries')).toBe(entries.toLocaleString('en'));
    expect(row('all files unpacked')).toBe(sizeText(totalBytes));
    expect(row('one file unpacked')).toBe(sizeText(fileBytes));
    expect(row('growth of one entry above 1 MiB')).toBe(`${ratio} times`);
    expect(row('folders above a file')).toBe(String(depth));
    expect(row('a path')).toBe(`${pathBytes} bytes of UTF-8`);
  });
});
