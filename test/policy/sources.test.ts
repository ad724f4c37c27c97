import ts from 'typescript';
import { listRoomSources, listSources, readText } from './repository';

const longestFile = 250;

/** Lines of the files in which the pattern is found, as `file:line`. */
function findAll(files: readonly string[], pattern: RegExp): string[] {
  return files.flatMap((file) =>
    readText(file)
      .split('\n')
      .flatMap((line, at) => (pattern.test(line) ? [`${file}:${at + 1}`] : [])),
  );
}

/** Where the type `any` is written. */
function findAny(file: string): string[] {
  const source = ts.createSourceFile(file, readText(file), ts.ScriptTarget.ES2023);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (node.kind === ts.SyntaxKind.AnyKeyword)
      found.push(`${file}:${source.getLineAndCharacterOfPosition(node.pos).line + 1}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

describe('sources', () => {
  // This file spells out what it looks for.
  const others = listSources().filter((file) => file !== 'test/policy/sources.test.ts');

  it('sources: nobody writes the type any', () => {
    expect(others.filter((file) => file.endsWith('.ts')).flatMap(findAny)).toEqual([]);
  });

  it('sources: nobody silences the linter or the compiler', () => {
    expect(findAll(others, /eslint-disable|@ts-(ignore|expect-error|nocheck)/)).toEqual([]);
  });

  it('sources: nothing is left to do', () => {
    expect(findAll(others, /\b(TODO|FIXME|XXX)\b/)).toEqual([]);
  });

  it('sources: no test is skipped, put off or singled out', () => {
    const tests = others.filter((file) => file.startsWith('test/'));
    expect(findAll(tests, /\b(it|test|describe)\.(skip|only|todo)(\.each)?\(|\b[fx](it|describe)\(/)).toEqual([]);
  });

  it('sources: the program writes through its logger, not to the console', () => {
    expect(findAll(listRoomSources(), /\bconsole\./)).toEqual([]);
  });

  it(`sources: no file of the program has more than ${longestFile} lines`, () => {
    const long = listRoomSources().filter((file) => readText(file).trimEnd().split('\n').length > longestFile);
    expect(long).toEqual([]);
  });
});
