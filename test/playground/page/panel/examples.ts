import type { Environment, Evaluation, Mark } from '../../../../playground/page/wire/overview';

/** So many minutes after the beginning. */
export function at(minutes: number): string {
  return new Date(Date.UTC(2026, 10, 26, 10, minutes)).toISOString();
}

/** Window `n`, whose rows were scored from minute 10n - 4 to minute 10n. */
export function evaluation(window: number, more: Partial<Evaluation> = {}): Evaluation {
  const ks = more.ks === undefined ? 0.5 : more.ks;
  return {
    window,
    version: 'v1',
    state: ks === null ? 'insufficient' : 'ok',
    stateWords: ks === null ? 'Not enough to judge' : 'OK',
    low: ks === null ? null : ks - 0.05,
    high: ks === null ? null : ks + 0.05,
    level: 0.95,
    auc: 0.75,
    rows: 1500,
    events: 300,
    threshold: 0.45,
    from: at(window * 10 - 4),
    to: at(window * 10),
    asOf: at(window * 10 + 1),
    ...more,
    ks,
  };
}

export function release(name: string, version: string, minutes: number): Mark {
  return { kind: 'release', name, version, at: at(minutes) };
}

export function retraining(name: string, version: string, minutes: number): Mark {
  return { kind: 'retraining', name, version, at: at(minutes) };
}

/** Production, of which nothing is known but what is given. */
export function environment(more: Partial<Environment> = {}): Environment {
  return {
    name: 'production',
    leading: true,
    serving: null,
    scoringUrl: null,
    release: null,
    retraining: null,
    alert: null,
    policy: { threshold: 0.45, consecutive: 2, minimumEvents: 100, coverage: 0.8 },
    evaluations: [],
    marks: [],
    pending: { rows: 0, withOutcome: 0, of: 1500, atLeast: false },
    distribution: null,
    ...more,
  };
}

export function serving(version: string): NonNullable<Environment['serving']> {
  const digest = `sha256:${'ab'.repeat(32)}`;
  return { version, packageDigest: digest, imageDigest: digest, release: 'r1', since: at(2), approvedBy: [] };
}

/** A release of which this many steps are done; the next one is in the given state. */
export function releaseWork(done: number, next: 'running' | 'waiting' | 'failed', ended = false) {
  const names = ['Check', 'Build', 'Plan', 'Approve', 'Push', 'Stage', 'Verify', 'Switch', 'Record'];
  const steps = names.map((name, index) => {
    const state = index < done ? ('done' as const) : index === done ? next : ('todo' as const);
    return { name, state };
  });
  return {
    name: 'r1',
    version: 'v1',
    state: next === 'failed' ? 'failed' : 'approved',
    stateWords: '',
    requestedBy: 'Dana Okafor',
    requestedAt: at(0),
    endedAt: ended ? at(3) : null,
    shown: next === 'waiting' ? '8c1f' : null,
    workflowId: 'release/hmeq/production',
    approval: null,
    steps,
  };
}
