import { approversOf } from '../../../domain/release/approvers';
import type { Approver, ProjectFile } from '../../../domain/project';

function file(approvers: readonly Approver[]): ProjectFile {
  const policy = { approvers, quorum: 1, quorumForSystem: 2, expiryMs: 1_000 };
  return {
    project: 'hmeq',
    contract: { outcome: { name: 'BAD', event: '1' } },
    people: {},
    roles: { modeller: ['ada'], leader: ['lena', 'ada'], operator: ['otto'], auditor: [], viewer: 'everyone' },
    environments: { production: { target: { kind: 'local' }, leading: true, policy } },
    serving: { bases: [] },
  };
}

describe('approvers', () => {
  it('are those with the role and those who are named, each once, sorted', () => {
    const named = file([
      { kind: 'person', objectId: 'zoe' },
      { kind: 'role', role: 'leader' },
      { kind: 'person', objectId: 'lena' },
    ]);
    expect(approversOf(named, 'production')).toEqual(['ada', 'lena', 'zoe']);
  });

  it('are nobody in an environment that is not there any more', () => {
    expect(approversOf(file([{ kind: 'role', role: 'leader' }]), 'staging')).toEqual([]);
  });

  it('are no other members of the project', () => {
    expect(approversOf(file([{ kind: 'person', objectId: 'zoe' }]), 'production')).toEqual(['zoe']);
  });
});
