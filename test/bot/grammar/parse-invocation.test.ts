import fc from 'fast-check';
import type { CommandSpec } from '../../../bot/grammar/command-spec';
import type { Invocation, Parsed } from '../../../bot/grammar/invocation';
import { normaliseText } from '../../../bot/grammar/normalise-text';
import { parseInvocation } from '../../../bot/grammar/parse-invocation';
import { renderInvocation } from './render-invocation';
import { specs } from './specs';

function parse(text: string): Invocation {
  const parsed = parseInvocation(text, specs);
  if (!parsed.ok) throw parsed.error;
  return parsed.invocation;
}

function refused(text: string): { code: string; column: number; message: string; suggestion: string | undefined } {
  const parsed = parseInvocation(text, specs);
  if (parsed.ok) throw new Error(`understood: ${JSON.stringify(parsed.invocation)}`);
  const { error, column, suggestion } = parsed;
  return { code: error.code, column, message: error.message, suggestion };
}

const deploy = { command: 'deploy', args: { version: 'v4', environment: 'production' }, flags: {} };

describe('a line that is understood', () => {
  it.each([
    ['plain', 'deploy v4 to production'],
    ['capitals of a phone', 'Deploy v4 To Production'],
    ['no-break spaces, tabs and line ends', ' deploy\u00a0v4\tto\r\nproduction \u2003'],
    ['what is left of a mention', '<at>Steward</at> deploy v4 to production'.replace('Steward', '')],
    ['HTML of a rich message', '<p>deploy&nbsp;<strong>v4</strong> to production</p>'],
    ['zero-width characters', 'de\u200bploy v4 to \ufeffproduction'],
    ['typographic quotation marks', 'deploy “v4” to ‘production’'],
    ['a no-break hyphen', 'deploy v4 to production'],
  ])('%s', (_, text) => {
    expect(parse(text)).toEqual(deploy);
  });

  it('leaves the environment out when nobody named one: production is never implied', () => {
    expect(parse('deploy champion')).toEqual({ command: 'deploy', args: { version: 'champion' }, flags: {} });
  });

  it('takes commands of two words before those of one', () => {
    expect(parse('SET Champion v4 -- newest')).toEqual({
      command: 'set champion',
      args: { version: 'v4' },
      flags: {},
      reason: 'newest',
    });
  });

  it.each(['--', '—', '–', '―'])('a reason starts after %s standing alone and stays as typed', (dash) => {
    const reason = 'better “KS” — 0.52 -- see https://x.example/a?b=c#d --not-a-flag';
    expect(parse(`approve r17 8C1F ${dash} ${reason}`)).toEqual({
      command: 'approve',
      args: { release: 'r17', hash: '8c1f' },
      flags: {},
      reason,
    });
  });

  it('reads flags in both forms, also behind one typographic dash, with : and / in values', () => {
    const base = 'registry:5000/x@sha256:ab';
    for (const line of [
      `deploy v4 --base ${base} --dry-run`,
      `deploy --base=${base} —dry-run v4`,
      `deploy –Base="${base}" v4 --DRY-RUN`,
    ])
      expect(parse(line)).toEqual({
        command: 'deploy',
        args: { version: 'v4' },
        flags: { base, 'dry-run': true },
      });
  });

  it('reads a file name with spaces, and one that the client made a link', () => {
    expect(parse('register "my champion -- new.zip"').args).toEqual({ package: 'my champion -- new.zip' });
    expect(parse('register <a href="http://champion.zip/" target="_blank">champion.zip</a>').args).toEqual({
      package: 'champion.zip',
    });
    expect(parse('register [champion.zip](http://champion.zip)').args).toEqual({ package: 'champion.zip' });
  });

  it('takes a quoted word as a value even where it announces', () => {
    expect(parse('status "to"').args).toEqual({ topic: 'to' });
    expect(parse('status "--"').args).toEqual({ topic: '--' });
  });

  it('help takes the whole name of a command', () => {
    expect(parse('help set champion').args).toEqual({ command: 'set champion' });
  });
});

describe('a line that is refused', () => {
  it.each([
    ['', 'command_missing', 1],
    [' \u00a0<at></at>', 'command_missing', 1],
    ['-- because', 'command_missing', 1],
    ['frobnicate v4', 'unknown_command', 1],
    ['--dry-run deploy v4', 'unknown_command', 1],
    ['deploy', 'argument_missing', 7],
    ['deploy v4 to', 'argument_missing', 11],
    ['deploy v4 to --dry-run', 'argument_missing', 11],
    ['deploy ../v4', 'argument_invalid', 8],
    ['deploy v4 to prod uction', 'argument_unexpected', 19],
    ['deploy v4 to production to staging', 'argument_unexpected', 25],
    ['deploy v4 - because', 'argument_unexpected', 11],
    ['approve 17 -- fine', 'argument_invalid', 9],
    ['approve r17 8c1 -- fine', 'argument_invalid', 13],
    ['approve r17', 'reason_missing', 12],
    ['approve r17 --', 'reason_missing', 13],
    ['register a.zip -- why', 'reason_unwanted', 16],
    ['register ../a.zip', 'argument_invalid', 10],
    ['deploy v4 --force', 'unknown_flag', 11],
    ['deploy v4 --base', 'flag_value_missing', 11],
    ['deploy v4 --base=', 'flag_value_missing', 11],
    ['deploy v4 --base --dry-run', 'flag_value_missing', 11],
    ['deploy v4 --dry-run=yes', 'flag_value_unwanted', 11],
    ['deploy v4 --dry-run --dry-run', 'flag_twice', 21],
    ['register "my champion', 'quotation_open', 10],
  ])('%j: %s at character %i', (text, code, column) => {
    expect(refused(text)).toMatchObject({ code, column });
  });

  it.each([
    ['deploi champion to production', 'deploy champion to production'],
    ['deploi v4 -- it is bad', 'deploy v4 -- it is bad'],
    ['set champoin v4', 'set champion v4'],
    ['deploi `v4`', 'deploy'],
  ])('%s: the whole line is mended where it can be shown', (typed, mended) => {
    expect(refused(typed).message).toContain(`Did you mean \`${mended}\`?`);
  });

  it('says what was perhaps meant, and that nothing was done', () => {
    expect(refused('deplyo v4')).toMatchObject({ code: 'unknown_command', suggestion: 'deploy' });
    expect(refused('set champoin v4')).toMatchObject({ suggestion: 'set champion' });
    expect(refused('deploy v4 --dryrun')).toMatchObject({ code: 'unknown_flag', suggestion: 'dry-run' });
    expect(refused('deplyo v4').message).toBe(
      'I do not know the command "deplyo". Did you mean `deploy v4`? Nothing was done; `help` lists the commands.',
    );
  });

  it('tells whoever typed --reason where reasons stand', () => {
    expect(refused('approve r17 --reason fine').message).toContain('a reason stands at the end, after ` -- `');
  });

  it('shows how to type it, with an example', () => {
    expect(refused('deploy').message).toBe(
      '`deploy` needs the version to release. Type `deploy <version> [to <environment>] [--dry-run] [--base <image>] ' +
        '[-- <reason>]`, for example `deploy champion to production`.',
    );
  });

  it('repeats no markup and no more than 40 characters of what was typed', () => {
    const { message } = refused(`[click](http://evil.example)${'x'.repeat(100)}`);
    expect(message).not.toContain('[click]');
    expect(message).not.toContain('x'.repeat(41));
  });

  it('reads 2,000 characters and refuses 2,001', () => {
    const line = 'deploy v4 -- ';
    expect(parse(`  ${line}${'x'.repeat(2000 - line.length)}  `).reason).toHaveLength(2000 - line.length);
    expect(refused(line + 'x'.repeat(2001 - line.length))).toMatchObject({ code: 'message_too_long' });
    expect(refused('x'.repeat(20_000)).message).toContain('20000 characters');
  });
});

describe('properties', () => {
  const words = fc.constantFrom(
    ...[
      'deploy',
      'set',
      'champion',
      'approve',
      'r17',
      'to',
      '--',
      '—',
      '--base',
      '--base=',
      '"',
      '“',
      '’',
      '\\',
      '<at>',
    ],
    ...['&nbsp;', '[a](b)', '<a href="', '\u00a0', '\t', 'v4', '=', '\ud800', '🙂', '-', ' '],
  );
  const lines = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc.array(words, { maxLength: 20 }).map((parts) => parts.join(' ')),
    fc.array(words, { maxLength: 20 }).map((parts) => parts.join('')),
  );

  it('the parser answers every string, and what it understands names a command that was typed', () => {
    fc.assert(
      fc.property(lines, (line) => {
        const parsed: Parsed = parseInvocation(line, specs);
        if (!parsed.ok) return parsed.column >= 1 && parsed.error.message !== '';
        const { command } = parsed.invocation;
        return normaliseText(line).toLowerCase().startsWith(command);
      }),
      { numRuns: 2000 },
    );
  });

  it('a misspelt command is never run', () => {
    const misspelt = fc
      .tuple(fc.constantFrom(...specs.map(({ name }) => name)), fc.nat(), fc.constantFrom('x', 'z', '1'))
      .map(([name, at, letter]) => name.slice(0, at % name.length) + letter + name.slice((at % name.length) + 1));
    fc.assert(fc.property(misspelt, (line) => !parseInvocation(`${line} v4 -- why`, specs).ok));
  });

  it('nothing is suggested that the person may not use', () => {
    const forbidden = new Set(['approve', 'deploy']);
    const may = (spec: CommandSpec): boolean => !forbidden.has(spec.name);
    fc.assert(
      fc.property(fc.constantFrom('aprove', 'approv', 'deplo', 'depoly', 'dploy', 'app', 'de'), (typed) => {
        const parsed = parseInvocation(typed, specs, may);
        expect(parsed.ok).toBe(false);
        if (!parsed.ok) expect(`${parsed.suggestion} ${parsed.error.message}`).not.toMatch(/`?(approve|deploy)\b`/);
      }),
    );
  });

  const tidy = (maxLength: number): fc.Arbitrary<string> =>
    fc
      .string({ unit: 'grapheme', minLength: 1, maxLength })
      .filter((text) => text !== '' && normaliseText(text) === text);
  const values: Record<string, fc.Arbitrary<string>> = {
    command: fc.constantFrom('deploy', 'set champion', 'no such thing'),
    version: fc.constantFrom('champion', 'v4', '12', '2.0', 'to'),
    environment: fc.constantFrom('production', 'to', 'a-1'),
    release: fc.nat({ max: 1e6 }).map((n) => `r${n + 1}`),
    hash: fc.constantFrom('8c1f', 'a'.repeat(64)),
    package: tidy(30).filter((name) => /^[^/\\\p{Cc}]+$/u.test(name) && !/^\.\.?$/.test(name)),
    word: fc.oneof(tidy(30), fc.constantFrom('to', '--', '--base', 'a"b\\', '“x”', "it's")),
  };

  const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });
  const given = <T>(entries: readonly (readonly [string, T | undefined])[]): Record<string, T> =>
    Object.fromEntries(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

  const invocations = fc.constantFrom<CommandSpec[]>(...specs).chain((spec) => {
    const args = fc.tuple(
      ...spec.arguments.map(({ name, kind, required }) => {
        const value = values[kind] ?? fc.constant('x');
        return fc.tuple(fc.constant(name), required ? value : optional(value));
      }),
    );
    const flags = fc.tuple(
      ...spec.flags.map(({ name, value }) =>
        fc.tuple(fc.constant(name), optional<string | true>(value === undefined ? fc.constant(true) : tidy(20))),
      ),
    );
    const reason = spec.reason === 'none' ? fc.constant(undefined) : tidy(60);
    return fc.record({ args, flags, reason }).map((drawn) => ({
      spec,
      invocation: {
        command: spec.name,
        args: given(drawn.args),
        flags: given(drawn.flags),
        ...(drawn.reason !== undefined && { reason: drawn.reason }),
      } satisfies Invocation,
    }));
  });

  it('what is rendered is read back as the same invocation', () => {
    fc.assert(
      fc.property(invocations, ({ spec, invocation }) => {
        expect(parse(renderInvocation(invocation, spec))).toEqual(invocation);
      }),
      { numRuns: 2000 },
    );
  });
});
