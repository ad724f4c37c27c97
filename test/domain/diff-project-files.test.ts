import { diffProjectFiles } from '../../domain/diff-project-files';
import type { ProjectFile } from '../../domain/project';

const file: ProjectFile = {
  project: 'hmeq',
  contract: { outcome: { name: 'BAD', event: '1' }, inputs: { LOAN: { type: 'integer' } } },
  people: { a: 'Ada', l: 'Lena' },
  roles: { modeller: ['a'], leader: ['l'], operator: [], auditor: [], viewer: [] },
  environments: {
    production: {
      target: { kind: 'local' },
      leading: true,
      policy: { approvers: [{ kind: 'role', role: 'leader' }], quorum: 1, quorumForSystem: 2, expiryMs: 604_800_000 },
    },
  },
  serving: { bases: [{ base: { kind: 'scratch' } }] },
};

describe('difference between project files', () => {
  it('is empty for the same file', () => {
    expect(diffProjectFiles(file, { ...file })).toEqual([]);
  });

  it('says who gained and who lost a role, by name', () => {
    const after: ProjectFile = { ...file, roles: { ...file.roles, leader: ['a'], viewer: 'everyone' } };
    expect(diffProjectFiles(file, after)).toEqual([
      'roles.leader: Lena (l) removed',
      'roles.leader: Ada (a) added',
      'roles.viewer: nobody → everyone',
    ]);
  });

  it('says changed values before and after, new and removed ones', () => {
    const production = file.environments['production'];
    if (production === undefined) throw new Error('no production');
    const policy = { ...production.policy, quorum: 2, expiryMs: 129_600_000 };
    const after: ProjectFile = {
      ...file,
      description: 'Home equity',
      contract: { outcome: { name: 'BAD', event: '2' }, inputs: { REASON: { categories: ['DebtCon'] } } },
      environments: { production: { ...production, policy } },
    };
    expect(diffProjectFiles(file, after)).toEqual([
      'contract.inputs.LOAN.type: integer (removed)',
      'contract.inputs.REASON.categories: ["DebtCon"] (new)',
      'contract.outcome.event: 1 → 2',
      'description: Home equity (new)',
      'environments.production.policy.expiry: 7 days → 36 hours',
      'environments.production.policy.quorum: 1 → 2',
    ]);
  });

  it('tells everything of a new project', () => {
    const lines = diffProjectFiles(undefined, file);
    expect(lines).toContain('project: hmeq (new)');
    expect(lines).toContain('environments.production.policy.approvers: the role leader (new)');
    expect(lines).toContain('serving.bases: scratch (new)');
  });
});
