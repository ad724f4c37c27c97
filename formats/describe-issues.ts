import { z } from 'zod';
import { nearestWord } from '../domain/nearest-word';

type Issue = z.core.$ZodIssue;

/** An object that refuses unknown keys and can tell which ones it knows (see `describeIssues`). */
export function strictRecord<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const known = Object.keys(shape).join(' ');
  return z.strictObject(shape, { error: (issue) => (issue.code === 'unrecognized_keys' ? known : undefined) });
}

/**
 * Says what is wrong as `path: what and what to do` lines, in the order of the issues. `input` is what was parsed;
 * `prefix` is the path of `input` in the whole document. Messages given in a schema are used as they are.
 */
export function describeIssues(error: z.ZodError, input: unknown, prefix: readonly PropertyKey[] = []): string[] {
  return error.issues.flatMap((issue) => describeIssue(issue, input, prefix));
}

/** `a.b[2].c`; the document itself is `(top)`. */
export function pathText(path: readonly PropertyKey[]): string {
  if (path.length === 0) return '(top)';
  return path
    .map((part, at) => (typeof part === 'number' ? `[${part}]` : `${at > 0 ? '.' : ''}${String(part)}`))
    .join('');
}

function describeIssue(issue: Issue, input: unknown, prefix: readonly PropertyKey[]): string[] {
  const path = [...prefix, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    const known = issue.message.split(' ');
    return issue.keys.map((key) => `${pathText([...path, key])}: is not known here; ${suggestion(key, known)}`);
  }
  if (issue.code === 'invalid_key') return [`${pathText(path)}: ${issue.issues[0]?.message ?? 'is not a name'}`];
  return [`${pathText(path)}: ${whatIsWrong(issue, valueAt(input, issue.path))}`];
}

function suggestion(key: string, known: readonly string[]): string {
  const meant = nearestWord(key.slice(0, 100), known);
  return meant === undefined ? `use one of ${known.join(', ')}` : `did you mean "${meant}"?`;
}

const words: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of keys',
  record: 'a group of keys',
};

function whatIsWrong(issue: Issue, value: unknown): string {
  if (!zodsOwnMessage.test(issue.message)) return said(issue.message, value);
  switch (issue.code) {
    case 'invalid_type': {
      const expected = words[issue.expected] ?? issue.expected;
      return value === undefined ? `is missing; give ${expected}` : `must be ${expected}, not ${valueText(value)}`;
    }
    case 'invalid_value':
      return mustBeOneOf(issue.values.map(String), value);
    case 'invalid_union':
      return mustBeOneOf('options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : [], value);
    case 'too_small':
      return atBound(issue.origin, 'at least', issue.minimum, value);
    case 'too_big':
      return atBound(issue.origin, 'at most', issue.maximum, value);
    case 'invalid_format':
    case 'not_multiple_of':
    case 'custom':
    case 'invalid_key':
    case 'invalid_element':
    case 'unrecognized_keys':
      return said(issue.message, value);
  }
}

/** How the library begins its messages; anything else was written for people in a schema. */
const zodsOwnMessage = /^(Invalid|Too (big|small))/;

function said(message: string, value: unknown): string {
  return value === undefined ? `is missing; it ${message}` : `${message} (here: ${valueText(value)})`;
}

function mustBeOneOf(options: readonly string[], value: unknown): string {
  if (value === undefined) return `is missing; give one of ${options.join(', ')}`;
  const meant = typeof value === 'string' ? nearestWord(value.slice(0, 100), options) : undefined;
  const hint = meant === undefined ? '' : `; did you mean "${meant}"?`;
  return `must be one of ${options.join(', ')}, not ${valueText(value)}${hint}`;
}

function atBound(origin: string, side: string, bound: number | bigint, value: unknown): string {
  if (origin === 'string') return `must have ${side} ${bound} characters`;
  if (origin === 'array') return `must have ${side} ${bound} ${bound === 1 ? 'entry' : 'entries'}`;
  return `must be ${side} ${bound}, not ${valueText(value)}`;
}

function valueText(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a group of keys';
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[part];
  }
  return value;
}
