import fc from 'fast-check';
import { parseChallenges } from '../../../../formats/oci/registry/challenge';

/** Challenges as plain data. */
function read(header: string | string[] | undefined) {
  return parseChallenges(header).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]);
}

describe('challenges', () => {
  it('challenges: a bearer challenge with all that token services need', () => {
    expect(
      read('Bearer realm="https://auth.example.com/token",service="registry",scope="repository:a/b:pull,push"'),
    ).toEqual([
      ['bearer', { realm: 'https://auth.example.com/token', service: 'registry', scope: 'repository:a/b:pull,push' }],
    ]);
  });

  it('challenges: several in one line and in several lines', () => {
    const both = [
      ['basic', { realm: 'one' }],
      ['bearer', { realm: 'https://t', error: 'insufficient_scope' }],
    ];
    expect(read('Basic realm="one", Bearer realm="https://t", error=insufficient_scope')).toEqual(both);
    expect(read(['Basic realm=one', 'bearer  realm = "https://t" ,error="insufficient_scope"'])).toEqual(both);
    expect(read('Negotiate YIIabc==, Basic realm="one"')).toEqual([
      ['negotiate', {}],
      ['basic', { realm: 'one' }],
    ]);
    expect(read('Basic, Bearer realm="https://t"')).toEqual([
      ['basic', {}],
      ['bearer', { realm: 'https://t' }],
    ]);
    expect(read('Negotiate, NTLM')).toEqual([
      ['negotiate', {}],
      ['ntlm', {}],
    ]);
  });

  it('challenges: quotes, commas and escapes inside a value stay inside it', () => {
    expect(read('Bearer realm="https://t/?a=1,b=2",service="say \\"hi\\", Basic realm=\\"x\\""')).toEqual([
      ['bearer', { realm: 'https://t/?a=1,b=2', service: 'say "hi", Basic realm="x"' }],
    ]);
  });

  it('challenges: of a name that comes twice the first counts, whatever its case', () => {
    expect(read('Bearer realm="https://good",REALM="https://evil"')).toEqual([['bearer', { realm: 'https://good' }]]);
  });

  it.each([
    [undefined, []],
    ['', []],
    [', ,', []],
    ['realm="https://t"', []],
    ['Bearer realm="https://t', [['bearer', {}]]],
    ['Bearer realm="https://t" {"', [['bearer', { realm: 'https://t' }]]],
    ['Bearer __proto__="x"', [['bearer', JSON.parse('{"__proto__":"x"}')]]],
    [`Bearer realm="${'x'.repeat(20_000)}"`, []],
  ] as const)('challenges: of %j as much is read as makes sense', (header, expected) => {
    const found = parseChallenges(header).map(({ scheme, parameters }) => [scheme, [...parameters]]);
    expect(found).toEqual(expected.map(([scheme, given]) => [scheme, Object.entries(given as object)]));
  });

  it('challenges: whatever a server sends is read in a moment and never thrown at', () => {
    const pieces = fc.constantFrom('Bearer', 'Basic', ' ', ',', '=', '"', '\\', 'realm', 'a', '\t', '==', 'é');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 300 }), (parts) => {
        for (const { scheme } of parseChallenges(parts.join(''))) expect(scheme).toBe(scheme.toLowerCase());
      }),
    );
    expect(read(`Bearer ${'\\"'.repeat(4_000)}`).length).toBeLessThan(10);
    expect(read(`Bearer a="${'\\\\'.repeat(4_000)}`)).toEqual([['bearer', {}]]);
  });
});
