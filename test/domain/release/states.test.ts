import {
  canBeSuperseded,
  canMove,
  isOpen,
  releaseMoves,
  releaseStates,
  type ReleaseState,
} from '../../../domain/release/states';

const reachable = (from: ReleaseState, seen = new Set<ReleaseState>()): Set<ReleaseState> => {
  for (const next of releaseMoves[from]) {
    if (seen.has(next)) continue;
    seen.add(next);
    reachable(next, seen);
  }
  return seen;
};

describe('release states', () => {
  it('can all be reached from the first one', () => {
    expect([...reachable('preparing')].sort()).toEqual([...releaseStates].sort());
  });

  it('are left by nothing once they are an ending, but for a failed one that is tried again', () => {
    const endings = releaseStates.filter((state) => !isOpen(state));
    expect(endings.filter((state) => releaseMoves[state].length > 0)).toEqual(['failed']);
    expect(releaseMoves.failed.every(isOpen)).toBe(true);
  });

  it('are left by the approved only for an ending, or to be asked for anew', () => {
    expect(releaseMoves.approved).toContain('preparing');
    expect(canMove('waiting', 'preparing')).toBe(false);
  });

  it('never take traffic without an approval', () => {
    expect(releaseStates.filter((from) => canMove(from, 'serving'))).toEqual(['approved']);
    expect(canMove('preparing', 'approved')).toBe(true);
    expect(canMove('expired', 'approved')).toBe(false);
  });

  it('give way to another release only while nothing outside was touched', () => {
    expect(releaseStates.filter(canBeSuperseded)).toEqual(releaseStates.filter((from) => canMove(from, 'superseded')));
  });
});
