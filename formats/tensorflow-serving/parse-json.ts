import { StewardError } from '../../domain/errors';
import type { ServingJson } from './serving-json';

/** Levels of lists and objects; a row of a tensor has two or three. */
const maxDepth = 32;

/** Values in one text: 10,000 rows of 100 inputs. */
const maxValues = 1_000_000;

const largestWhole = 2n ** 64n - 1n;

interface Cursor {
  readonly text: string;
  at: number;
  values: number;
}

/**
 * Reads JSON by TensorFlow Serving's rules: NaN, Inf and Infinity (with or without a minus) are numbers, the form of a
 * number is kept (see `ServingJson`). Stricter than it in one point: a key that comes twice in an object is refused,
 * as readers differ in which one they take. Throws `scoring_json_malformed` with the position; the message never
 * quotes the text.
 */
export function parseServingJson(text: string): ServingJson {
  const cursor: Cursor = { text, at: 0, values: 0 };
  const value = readValue(cursor, 0);
  skipSpace(cursor);
  if (cursor.at < text.length) throw malformed(cursor, 'something follows the end');
  return value;
}

function malformed(cursor: Cursor, why: string): StewardError {
  return new StewardError('scoring_json_malformed', { why, position: cursor.at });
}

function skipSpace(cursor: Cursor): void {
  for (;;) {
    const code = cursor.text.charCodeAt(cursor.at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
    cursor.at += 1;
  }
}

function readValue(cursor: Cursor, depth: number): ServingJson {
  skipSpace(cursor);
  cursor.values += 1;
  if (cursor.values > maxValues) throw malformed(cursor, `more than ${maxValues} values`);
  switch (cursor.text[cursor.at]) {
    case '{':
      return readObject(cursor, depth + 1);
    case '[':
      return readArray(cursor, depth + 1);
    case '"':
      return readText(cursor);
    case undefined:
      throw malformed(cursor, 'it ends too early');
    default:
      return readWord(cursor);
  }
}

/** Steps into a list or object; true when it is empty, and then already stepped over its end. */
function enter(cursor: Cursor, depth: number, end: string): boolean {
  if (depth > maxDepth) throw malformed(cursor, `it nests deeper than ${maxDepth} levels`);
  cursor.at += 1;
  skipSpace(cursor);
  if (cursor.text[cursor.at] !== end) return false;
  cursor.at += 1;
  return true;
}

/** After an element: true when another one follows. */
function continues(cursor: Cursor, end: string): boolean {
  skipSpace(cursor);
  const sign = cursor.text[cursor.at];
  if (sign !== ',' && sign !== end) throw malformed(cursor, `"," or "${end}" is missing`);
  cursor.at += 1;
  return sign === ',';
}

function readArray(cursor: Cursor, depth: number): readonly ServingJson[] {
  const values: ServingJson[] = [];
  if (enter(cursor, depth, ']')) return values;
  do values.push(readValue(cursor, depth));
  while (continues(cursor, ']'));
  return values;
}

function readObject(cursor: Cursor, depth: number): ReadonlyMap<string, ServingJson> {
  const members = new Map<string, ServingJson>();
  if (enter(cursor, depth, '}')) return members;
  do {
    skipSpace(cursor);
    if (cursor.text[cursor.at] !== '"') throw malformed(cursor, 'a key in quotes is missing');
    const key = readText(cursor);
    if (members.has(key)) throw malformed(cursor, 'a key comes twice in one object');
    skipSpace(cursor);
    if (cursor.text[cursor.at] !== ':') throw malformed(cursor, '":" is missing after a key');
    cursor.at += 1;
    members.set(key, readValue(cursor, depth));
  } while (continues(cursor, '}'));
  return members;
}

function readText(cursor: Cursor): string {
  const { text, at: start } = cursor;
  let escaped = false;
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) {
      cursor.at = at + 1;
      return escaped ? unescape(cursor, start) : text.slice(start + 1, at);
    }
    if (code < 0x20) throw malformed({ ...cursor, at }, 'a text holds a control character');
    if (code === 0x5c) {
      escaped = true;
      at += 1;
    }
  }
  throw malformed(cursor, 'a text has no end');
}

/** Escapes are plain JSON's; half a surrogate pair is no character and cannot be sent on as UTF-8. */
function unescape(cursor: Cursor, start: number): string {
  let value: unknown;
  try {
    value = JSON.parse(cursor.text.slice(start, cursor.at));
  } catch (error) {
    const details = { why: 'a text holds a wrong escape', position: start };
    throw new StewardError('scoring_json_malformed', details, { cause: error });
  }
  if (typeof value !== 'string' || /\p{Surrogate}/u.test(value)) {
    throw malformed({ ...cursor, at: start }, 'a text holds half a character');
  }
  return value;
}

const words: ReadonlyMap<string, boolean | null | number> = new Map<string, boolean | null | number>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['NaN', NaN],
  ['-NaN', NaN],
  ['Inf', Infinity],
  ['-Inf', -Infinity],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
]);

function readWord(cursor: Cursor): ServingJson {
  const token = /[^\s,:[\]{}"]*/y;
  token.lastIndex = cursor.at;
  const text = token.exec(cursor.text)?.[0] ?? '';
  const word = words.get(text);
  const value = word === undefined ? readNumber(cursor, text) : word;
  cursor.at += text.length;
  return value;
}

function readNumber(cursor: Cursor, token: string): number | bigint {
  const parts = /^-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.exec(token);
  if (parts === null) throw malformed(cursor, 'neither a value nor a number');
  const whole = parts[1] === undefined && parts[2] === undefined;
  if (whole && token.length <= 21) {
    const value = BigInt(token);
    if (value >= -(2n ** 63n) && value <= largestWhole) return value;
  }
  const value = Number(token);
  if (!Number.isFinite(value)) throw malformed(cursor, 'a number is too large');
  return value;
}
