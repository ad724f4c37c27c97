import {
  type Action,
  actionPhrases,
  actions,
  may,
  mayDecide,
  permissions,
  rolesFor,
  rolesOf,
} from '../../domain/permissions';
import type { ProjectFile } from '../../domain/project';
import { requirePermission } from '../../domain/require-permission';

const file: ProjectFile = {
  project: 'hmeq',
  contract: { outcome: { name: 'BAD', event: '1' } },
  people: {},
  roles: { modeller: ['ada'], leader: ['lena', 'ada'], operator: ['otto'], auditor: ['audrey'], viewer: ['vera'] },
  environments: {
    production: {
      target: { kind: 'local' },
      leading: true,
      policy: {
        approvers: [
          { kind: 'role', role: 'leader' },
          { kind: 'person', objectId: 'dora' },
        ],
        quorum: 1,
        quorumForSystem: 2,
        expiryMs: 1_000,
      },
    },
  },
  serving: { bases: [{ base: { kind: 'scratch' } }] },
};

const reading: readonly Action[] = ['versions', 'status', 'history', 'performance', 'watch'];

describe('permissions', () => {
  it('deny everything to a stranger', () => {
    expect(actions.filter((action) => may(file, 'stranger', action))).toEqual([]);
  });

  it.each<[string, readonly Action[]]>([
    ['ada', actions.filter((action) => action !== 'retry')],
    [
      'otto',
      [
        ...['versions', 'status', 'history', 'connect', 'cancel', 'rollback', 'retry', 'performance', 'evaluate'],
        ...['watch', 'acknowledge', 'snooze', 'import-outcomes'],
      ] as Action[],
    ],
    ['audrey', reading],
    ['vera', reading],
    ['dora', ['approve', 'reject']],
  ])('give %s what their roles carry together, and nothing else', (person, expected) => {
    expect(actions.filter((action) => may(file, person, action))).toEqual(expected);
  });

  it('let nobody who only models approve or reject', () => {
    expect(permissions.modeller).not.toContain('approve');
    expect(permissions.modeller).not.toContain('reject');
  });

  it('name the roles that carry an action', () => {
    expect(rolesFor('rollback')).toEqual(['leader', 'operator']);
    expect(rolesFor('register')).toEqual(['modeller']);
  });

  it('are told as sentences: every action is a phrase that begins with its verb', () => {
    for (const action of actions)
      expect([action, actionPhrases[action]]).toEqual([action, expect.stringMatching(/^[a-z]+ [a-z ]+$/)]);
    expect(() => requirePermission(file, 'otto', 'set-champion')).toThrow(
      'You may not set the champion in hmeq: it needs the role modeller or leader. Ask somebody with that role,',
    );
    expect(() => requirePermission(file, 'otto', 'retry')).not.toThrow();
  });

  it.each([
    ['one', { lena: 'Lena Brandt' }, 'Ask Lena Brandt, or have'],
    ['two', { lena: 'Lena Brandt', otto: 'Otto Ade', ada: 'Ada Holm' }, 'Ask Lena Brandt or Ada Holm, or have'],
  ])('name to somebody who may not who may, as far as the project file has names: %s', (_, people, words) => {
    expect(() => requirePermission({ ...file, people }, 'otto', 'set-champion')).toThrow(words);
  });

  it('compare object ids without regard to case', () => {
    expect(rolesOf(file, 'ADA')).toEqual(['modeller', 'leader']);
  });

  it('let everyone read when the viewers are everyone', () => {
    const open: ProjectFile = { ...file, roles: { ...file.roles, viewer: 'everyone' } };
    expect(actions.filter((action) => may(open, 'stranger', action))).toEqual(reading);
  });

  it('let decide in an environment whom its policy names, by role or by person, and nobody else', () => {
    const people = ['ada', 'lena', 'LENA', 'dora', 'otto', 'vera', 'stranger'];
    expect(people.filter((person) => mayDecide(file, 'production', person))).toEqual(['ada', 'lena', 'LENA', 'dora']);
    expect(mayDecide(file, 'elsewhere', 'lena')).toBe(false);
  });
});
