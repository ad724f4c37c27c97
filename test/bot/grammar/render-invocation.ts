import type { CommandSpec } from '../../../bot/grammar/command-spec';
import type { Invocation } from '../../../bot/grammar/invocation';

/** Plain enough to stand without quotation marks and to be read back as it is. */
const plain = /^[A-Za-z0-9][A-Za-z0-9._:/+=@,-]*$/;
const marks = /["“”„‟«»\\]/g;

function quote(value: string): string {
  return `"${value.replace(marks, (mark) => `\\${mark}`)}"`;
}

function renderValue(value: string, announcing: readonly (string | undefined)[]): string {
  return plain.test(value) && !announcing.includes(value.toLowerCase()) ? value : quote(value);
}

/**
 * The line that means the invocation: for help, for the text twin of a button, for "type this". `parseInvocation` reads
 * the same invocation back from it. Throws a RangeError if the invocation is not one of this spec.
 */
export function renderInvocation(invocation: Invocation, spec: CommandSpec): string {
  if (invocation.command !== spec.name) throw new RangeError(`${invocation.command} is not ${spec.name}`);
  const announcing = spec.arguments.map(({ after }) => after);
  const args = spec.arguments.flatMap(({ name, after, kind }) => {
    const value = invocation.args[name];
    if (value === undefined) return [];
    const text = kind === 'command' ? value : renderValue(value, announcing);
    return after === undefined ? [text] : [after, text];
  });
  const flags = spec.flags.flatMap(({ name }) => {
    const value = invocation.flags[name];
    if (value === undefined) return [];
    return value === true ? [`--${name}`] : [`--${name}=${renderValue(value, [])}`];
  });
  const reason = invocation.reason === undefined ? [] : ['--', invocation.reason];
  return [spec.name, ...args, ...flags, ...reason].join(' ');
}
