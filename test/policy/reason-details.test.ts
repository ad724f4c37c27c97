import ts from 'typescript';
import { isReasonCode, reasonTable } from '../../domain/reasons';
import { listRoomSources, readText } from './repository';

/** One place where a reason is given with its details: `new StewardError(code, {…})`, `refuse(code, …, {…})`, `{ code, details }`. */
interface Given {
  readonly where: string;
  readonly code: string;
  /** Names of the details, or undefined where they are made elsewhere. */
  readonly details: ReadonlySet<string> | undefined;
}

/** Names that a wrapper adds to whatever its callers give. */
const added: readonly { readonly where: RegExp; readonly names: readonly string[] }[] = [
  { where: /^bot\/grammar\//, names: ['column', 'command', 'usage', 'example'] },
  { where: /^domain\/release\/decide\.ts/, names: ['release'] },
  // The activity that writes an ending down names the release itself.
  { where: /^(workflows\/release\.ts|activities\/(release|reconcile)\/)/, names: ['release', 'request'] },
  {
    where: /^(workflows\/retrain\.ts|activities\/(training\/|reconcile\/sweep-retrainings))/,
    names: ['retraining', 'request'],
  },
];

/** The object literal that an expression is, or that a constant of this name around it is. */
function literalOf(node: ts.Expression): ts.ObjectLiteralExpression | undefined {
  if (ts.isAsExpression(node) || ts.isParenthesizedExpression(node)) return literalOf(node.expression);
  if (ts.isObjectLiteralExpression(node)) return node;
  if (!ts.isIdentifier(node)) return undefined;
  for (let around: ts.Node = node.parent; around; around = around.parent) {
    if (!ts.isBlock(around)) continue;
    const declared = around.statements
      .filter(ts.isVariableStatement)
      .flatMap(({ declarationList }) => [...declarationList.declarations])
      .find(({ name }) => ts.isIdentifier(name) && name.text === node.text);
    if (declared?.initializer) return literalOf(declared.initializer);
  }
  return undefined;
}

function namesOf(node: ts.Expression | undefined): ReadonlySet<string> | undefined {
  if (!node) return new Set();
  const literal = literalOf(node);
  const names = literal?.properties.flatMap((property) => {
    if (ts.isSpreadAssignment(property)) return [...(namesOf(property.expression) ?? [undefined])];
    const { name } = property;
    return [ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : undefined];
  });
  return names && !names.includes(undefined) ? new Set(names as string[]) : undefined;
}

function codesOf(node: ts.Expression | undefined): string[] {
  if (!node) return [];
  if (ts.isAsExpression(node) || ts.isParenthesizedExpression(node)) return codesOf(node.expression);
  if (ts.isConditionalExpression(node)) return [...codesOf(node.whenTrue), ...codesOf(node.whenFalse)];
  return ts.isStringLiteral(node) && isReasonCode(node.text) ? [node.text] : [];
}

function property(node: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  const found = node.properties.find(
    (one): one is ts.PropertyAssignment =>
      ts.isPropertyAssignment(one) && ts.isIdentifier(one.name) && one.name.text === name,
  );
  return found?.initializer;
}

function givenIn(file: string): Given[] {
  const source = ts.createSourceFile(file, readText(file), ts.ScriptTarget.ES2023, true);
  const found: Given[] = [];
  const note = (node: ts.Node, code: ts.Expression | undefined, details: ReadonlySet<string> | undefined): void => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    const extra = added.filter(({ where }) => where.test(file)).flatMap(({ names }) => names);
    const all = details && new Set([...details, ...extra]);
    for (const one of codesOf(code)) found.push({ where: `${file}:${line + 1}`, code: one, details: all });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) || ts.isCallExpression(node)) {
      const [code, ...rest] = node.arguments ?? [];
      const called = node.expression.getText();
      if (called === 'StewardError') note(node, code, namesOf(rest[0]));
      // The grammar's takes a column first.
      if (called === 'refuse') note(node, code, namesOf(file.startsWith('bot/grammar/') ? rest[1] : rest[0]));
    }
    if (ts.isObjectLiteralExpression(node)) {
      const details = property(node, 'details');
      if (details) note(node, property(node, 'code'), namesOf(details));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function placesOf(code: string): string[] {
  const { sentence, cure } = reasonTable[code as keyof typeof reasonTable];
  return [...`${sentence} ${cure}`.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
}

const given = listRoomSources()
  .filter((file) => file.endsWith('.ts') && !file.startsWith('domain/reasons/'))
  .flatMap(givenIn);

describe('details of reasons', () => {
  it('details of reasons: every place of a sentence is filled wherever its code is given', () => {
    const missing = given.flatMap(({ where, code, details }) => {
      const names = details && placesOf(code).filter((name) => !details.has(name));
      return names && names.length > 0 ? [`${where} ${code} without ${names.join(', ')}`] : [];
    });
    expect(missing).toEqual([]);
  });

  it('details of reasons: most are told where the code is, so that this test means something', () => {
    expect(given.length).toBeGreaterThan(150);
    expect(given.filter(({ details }) => details).length / given.length).toBeGreaterThan(0.7);
  });
});
