import { findNext } from '../../../../playground/page/app/outside/find-next';
import type { OutsideState } from '../../../../playground/page/wire/outside';
import type { Environment, Overview } from '../../../../playground/page/wire/overview';
import { at, environment, evaluation, releaseWork, serving } from '../panel/examples';

const quiet: OutsideState = {
  environment: 'production',
  serving: true,
  drift: 0,
  sent: 3000,
  scored: 3000,
  told: 3000,
  busy: null,
  log: [],
};

function next(
  more: Partial<Environment>,
  outside: Partial<OutsideState> = {},
  project: Partial<Overview> = {},
): string {
  const overview = {
    project: 'hmeq',
    champion: 'v1',
    challenger: null,
    outcome: { name: 'BAD', event: '1' },
    environments: [environment({ name: 'staging', leading: false }), environment(more)],
    ...project,
  };
  return findNext(overview, { ...quiet, ...outside });
}

const serves = { serving: serving('v1') };
const open = { name: 'a1', state: 'open', version: 'v1', raisedAt: at(70), acknowledged: false };
const training = {
  name: 't1',
  state: 'training',
  stateWords: 'Training',
  requestedAt: at(71),
  endedAt: null,
  version: null,
  release: null,
  workflowId: 'retraining/hmeq/production',
  steps: [],
};
const breach = evaluation(1, { ks: 0.4, state: 'breach' });

describe('what comes next in the loop', () => {
  it('is a release while nothing serves, from where the project stands', () => {
    expect(findNext(null, { ...quiet, serving: false })).toMatch(/register champion\.zip/);
    expect(next({}, { serving: false }, { champion: null })).toMatch(/register champion\.zip/);
    expect(next({}, { serving: false })).toMatch(/^Nothing serves yet, and v1 is the champion/);
  });

  it('is approval by somebody while a release waits for it, also while another version serves', () => {
    expect(next({ release: releaseWork(3, 'waiting') })).toMatch(/^r1 waits for approval: become one of those/);
    expect(next({ ...serves, release: releaseWork(3, 'waiting'), alert: open })).toMatch(/^r1 waits for approval/);
  });

  it('is to watch a release that goes on, and to read why one failed as long as nothing serves', () => {
    expect(next({ release: releaseWork(5, 'running') })).toMatch(/^r1 is under way/);
    expect(next({ release: releaseWork(5, 'failed', true) })).toMatch(/^r1 failed: its card/);
    expect(next({ ...serves, release: releaseWork(5, 'failed', true) })).toMatch(/^Send 1,500 applications/);
  });

  it('is applications when a model serves that nobody asked anything', () => {
    expect(next(serves, { scored: 0, told: 0 })).toMatch(/^Send 1,500 applications/);
  });

  it('is to break something while applicants are scored', () => {
    const busy = { what: '1,500 applicants are scored', done: 900, of: 1500 };
    expect(next(serves, { busy })).toBe(
      '1,500 applicants are scored. Meanwhile you may break something: nothing is lost.',
    );
  });

  it('is outcomes for those who were scored', () => {
    expect(
      next({ ...serves, pending: { rows: 1500, withOutcome: 0, of: 1500, atLeast: false } }, { told: 1500 }),
    ).toMatch(/^1,500 applicants were scored, .*: deliver their outcomes\.$/);
    expect(next(serves, { told: 2999 })).toMatch(/^1 applicant was scored/);
  });

  it('is what a window lacks', () => {
    expect(next({ ...serves, pending: { rows: 500, withOutcome: 500, of: 1500, atLeast: false } })).toBe(
      'Send 1,000 more applications: a window takes 1,500 rows.',
    );
    expect(next({ ...serves, pending: { rows: 2000, withOutcome: 2000, of: 5000, atLeast: true } })).toBe(
      'Send up to 3,000 more applications: a window takes 5,000 rows.',
    );
    expect(next({ ...serves, pending: { rows: 1500, withOutcome: 1500, of: 1500, atLeast: false } })).toMatch(
      /about to be judged/,
    );
  });

  it('is drift after a window that is well, and then to see what it does', () => {
    expect(next({ ...serves, evaluations: [evaluation(1)] })).toMatch(/Let the world drift/);
    expect(next({ ...serves, evaluations: [evaluation(1)] }, { drift: 0.6 })).toMatch(/^The world has drifted/);
  });

  it('is another window after a first one below the limit, and the alert after enough of them', () => {
    expect(next({ ...serves, evaluations: [breach] }, { drift: 0.6 })).toMatch(/2 in a row raise an alert/);
    expect(next({ ...serves, evaluations: [breach], alert: open })).toMatch(/^Look at alert a1 in the channel/);
  });

  it('is to watch a retraining, and then what it made', () => {
    expect(next({ ...serves, alert: open, retraining: training })).toMatch(/^t1 trains a challenger/);
    const over = { ...training, endedAt: at(75) };
    expect(next({ ...serves, alert: open, retraining: { ...over, state: 'not_better' } })).toMatch(
      /made nothing better/,
    );
    expect(next({ ...serves, alert: open, retraining: over }, {}, { challenger: 'v2' })).toMatch(
      /deploy challenger to production/,
    );
  });

  it('is the alert when all that was tried came before it, and when the challenger serves already', () => {
    const before = { ...training, state: 'not_better', endedAt: at(60) };
    expect(next({ ...serves, alert: open, retraining: before })).toMatch(/^Look at alert a1/);
    const ofNext = { serving: serving('v2'), alert: { ...open, version: 'v2' } };
    expect(next(ofNext, {}, { challenger: 'v2' })).toMatch(/^Look at alert a1/);
  });

  it('is no alert about a version that another has replaced', () => {
    const replaced = { serving: serving('v2'), alert: open, evaluations: [breach] };
    expect(next(replaced, {}, { challenger: 'v2' })).toMatch(/^v2 serves now: send applications/);
  });

  it('is outcomes that wait before an alert that does', () => {
    expect(next({ ...serves, alert: open }, { told: 1500 })).toMatch(/deliver their outcomes/);
  });

  it('is to judge a version that serves anew, whatever the former one was like', () => {
    expect(next({ serving: serving('v2'), evaluations: [breach] })).toMatch(/^v2 serves now: send applications/);
  });

  it('is more of both after a window that could not be judged', () => {
    expect(next({ ...serves, evaluations: [evaluation(1, { ks: null })] })).toMatch(/could not be judged/);
  });
});
