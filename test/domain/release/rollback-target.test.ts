import fc from 'fast-check';
import { rollbackTarget, type ServedRelease } from '../../../domain/release/rollback-target';

/** `v1 v2 <v1`: what served, oldest first; `<` marks a rollback. */
function served(line: string): ServedRelease[] {
  return line.split(' ').map((word, index) => {
    const version = word.replace('<', '');
    return {
      release: index + 1,
      version,
      packageDigest: `sha256:${version}`,
      imageDigest: `sha256:image-${version}`,
      since: '2026-03-01T09:00:00.000Z',
      kind: word.startsWith('<') ? 'rollback' : 'deploy',
    };
  });
}

describe('rollback target', () => {
  it.each([
    ['the only one has nothing before it', 'v1', undefined],
    ['one step back', 'v1 v2 v3', 'v2'],
    ['a second time goes two back, not to and fro', 'v1 v2 v3 <v2', 'v1'],
    ['a third time finds nothing', 'v1 v2 v3 <v2 <v1', undefined],
    ['what was deployed again lies on top again', 'v1 v2 v3 <v2 v3', 'v2'],
    ['a new one after a rollback goes back to what it replaced', 'v1 v2 <v1 v3', 'v1'],
    ['an old one deployed anew goes back to what it replaced', 'v1 v2 v1', 'v2'],
    ['and twice from there to what that replaced', 'v1 v2 v1 <v2', 'v1'],
    ['the same image twice in a row is one entry', 'v1 v2 v2', 'v1'],
  ])('%s (%s)', (_, line, expected) => {
    expect(rollbackTarget(served(line))?.version).toBe(expected);
  });

  it('is nothing where nothing ever served', () => {
    expect(rollbackTarget([])).toBeUndefined();
  });

  it('is never what serves now, and always something that served; rolling back again and again comes to an end', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('v1', 'v2', 'v3', 'v4'), { minLength: 1, maxLength: 12 }), (versions) => {
        const history = served(versions.join(' '));
        for (let steps = 0; ; steps += 1) {
          const target = rollbackTarget(history);
          if (!target) return;
          expect(steps).toBeLessThan(versions.length);
          expect(versions).toContain(target.version);
          expect(target.imageDigest).not.toBe(history.at(-1)?.imageDigest);
          history.push({ ...target, release: history.length + 1, kind: 'rollback' });
        }
      }),
    );
  });
});
