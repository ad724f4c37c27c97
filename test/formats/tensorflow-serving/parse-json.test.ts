import fc from 'fast-check';
import { isStewardError } from '../../../domain/errors';
import { parseServingJson } from '../../../formats/tensorflow-serving/parse-json';
import { isArray, isObject, type ServingJson } from '../../../formats/tensorflow-serving/serving-json';

function faultOf(text: string): string {
  try {
    parseServingJson(text);
  } catch (error) {
    return isStewardError(error) ? `${error.code} ${error.details['why']} ${error.details['position']}` : String(error);
  }
  return 'read';
}

/** The value as JSON.parse would have given it. */
function plain(value: ServingJson): unknown {
  if (isObject(value)) return Object.fromEntries([...value].map(([key, member]) => [key, plain(member)]));
  if (isArray(value)) return value.map(plain);
  return typeof value === 'bigint' ? Number(value) : value;
}

describe('serving JSON: parse', () => {
  it.each([
    ['1100', 1100n],
    ['1100.0', 1100],
    ['1e3', 1000],
    ['-0', 0n],
    ['-0.0', -0],
    ['9223372036854775807', 9223372036854775807n],
    ['18446744073709551615', 18446744073709551615n],
    ['18446744073709551616', 18446744073709551616],
    ['-9223372036854775809', -9223372036854775809],
    ['NaN', NaN],
    ['-Infinity', -Infinity],
    ['Inf', Infinity],
  ])('keeps the form of %s', (token, value) => {
    expect(parseServingJson(token)).toBe(value);
  });

  it('reads what JSON.parse reads, numbers of both forms alike', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        expect(JSON.stringify(plain(parseServingJson(text)))).toBe(JSON.stringify(JSON.parse(text)));
      }),
    );
  });

  it('reads or refuses any text, and never throws anything but a StewardError', () => {
    const parts = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      '"',
      '\\',
      'u',
      'd8',
      'N',
      'NaN',
      '-',
      '1',
      '.',
      'e',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 30 }), (tokens) => {
        expect(faultOf(tokens.join(''))).toMatch(/^(read$|scoring_json_malformed )/);
      }),
    );
  });

  it.each([
    ['', 'it ends too early 0'],
    ['{"a":1', '"," or "}" is missing 6'],
    ['{"a":1,}', 'a key in quotes is missing 7'],
    ['[1] x', 'something follows the end 4'],
    ['[01]', 'neither a value nor a number 1'],
    ['[+1]', 'neither a value nor a number 1'],
    ['[nan]', 'neither a value nor a number 1'],
    ['[1e999]', 'a number is too large 1'],
    ['{"a":1,"a":2}', 'a key comes twice in one object 10'],
    ['["a\nb"]', 'a text holds a control character 3'],
    ['["\\x"]', 'a text holds a wrong escape 1'],
    ['["\\ud800"]', 'a text holds half a character 1'],
    ['["abc', 'a text has no end 1'],
    ['['.repeat(40), 'it nests deeper than 32 levels 32'],
  ])('refuses %j and says where', (text, fault) => {
    expect(faultOf(text)).toBe(`scoring_json_malformed ${fault}`);
  });

  it('refuses more values than it would hold', () => {
    expect(faultOf(`[${'1,'.repeat(1_000_000)}1]`)).toContain('more than 1000000 values');
  });

  it('never quotes the request in its message', () => {
    expect(() => parseServingJson('{"NAME": Miller}')).toThrow(expect.not.stringContaining('Miller') as Error);
  });
});
