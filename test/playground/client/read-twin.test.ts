import { renderReleaseCard } from '../../../cards/release-card';
import { progressOf, readTwin, releaseOf } from '../../../playground/client/read-twin';
import { releaseStates } from '../../cards/release-states';

function twinOf(name: string): string {
  const view = releaseStates[name];
  if (!view) throw new Error(`no state ${name}`);
  return renderReleaseCard(view).text;
}

describe('story: reading a release card', () => {
  it('finds release and state on every card that Steward draws', () => {
    for (const [name, view] of Object.entries(releaseStates)) {
      const text = twinOf(name);
      expect(releaseOf(text)).toBe(`r${view.release.number}`);
      expect(readTwin(text).state).toEqual(expect.stringMatching(/^[A-Z]/));
    }
  });

  it('finds the full digests and leaves them out of the body', () => {
    const { digests, body } = readTwin(twinOf('waiting'));
    for (const name of ['Package', 'Image', 'Plan']) expect(digests[name]).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(body).not.toContain(digests['Package']);
    expect(body).toContain('approve r17 8c1f');
  });

  it('finds the whole command of a card that serves', () => {
    expect(readTwin(twinOf('serving')).command).toMatch(/^curl .*:classify.*'$/);
    expect(readTwin(twinOf('waiting')).command).toBeUndefined();
  });

  it('says in one line how far a release is', () => {
    const line = progressOf(readTwin(twinOf('preparing-build')));
    expect(line).toMatch(/^Preparing: .*\[Preparing\] Done: Check.* Now: Build/);
    expect(line).not.toContain('\n');
  });

  it('takes other messages for what they are', () => {
    expect(releaseOf('r1: hmeq v1 to production. Its card follows.')).toBeUndefined();
    expect(readTwin('Hello')).toMatchObject({ title: 'Hello', state: undefined, command: undefined, digests: {} });
  });
});
