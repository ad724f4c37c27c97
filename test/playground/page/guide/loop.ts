import { findStep } from '../../../../playground/page/app/guide/find-step';
import type { Cast, Step } from '../../../../playground/page/app/guide/step';
import type { OutsideState } from '../../../../playground/page/wire/outside';
import type { Environment, Overview } from '../../../../playground/page/wire/overview';
import { at, environment, evaluation, serving } from '../panel/examples';

type Release = NonNullable<Environment['release']>;
type Approval = NonNullable<Release['approval']>;

/** Where the project stands, as far as a test says. */
export interface Standing {
  readonly production?: Partial<Environment>;
  readonly outside?: Partial<OutsideState>;
  readonly champion?: string | null;
  readonly me?: string;
}

const quiet: OutsideState = {
  environment: 'production',
  serving: true,
  drift: 0,
  sentIn: 0,
  sent: 3000,
  scored: 3000,
  told: 3000,
  busy: null,
  log: [],
};

export function stepAt({ production = {}, outside = {}, champion = 'v1', me = 'Dana Okafor' }: Standing): Step {
  const overview: Overview = {
    project: 'hmeq',
    champion,
    challenger: null,
    outcome: { name: 'BAD', event: '1' },
    environments: [environment({ name: 'staging', leading: false }), environment(production)],
  };
  const cast: Cast = { me, modeller: 'Dana Okafor' };
  return findStep(overview, { ...quiet, ...outside }, cast);
}

export function wordsAt(standing: Standing): string {
  return stepAt(standing).words;
}

/** `become Lena Brandt, card r3` */
export function buttonsAt(standing: Standing): string {
  return stepAt(standing)
    .buttons.map((button) => Object.values(button).join(' '))
    .join(', ');
}

/** Nobody decided yet, and Dana asked. */
const approval: Approval = {
  needed: 1,
  approvedBy: [],
  mayDecide: ['Lena Brandt', 'Theo Lind'],
  mayNot: [{ name: 'Dana Okafor', why: 'requester' }],
};

export function releaseOf(version: string, state: string, more: Partial<Release> = {}): Release {
  return {
    name: 'r3',
    version,
    state,
    stateWords: '',
    requestedBy: 'Dana Okafor',
    requestedAt: at(0),
    endedAt: null,
    shown: state === 'waiting' ? '8c1f' : null,
    workflowId: 'release/hmeq/production',
    approval: state === 'waiting' ? approval : null,
    steps: [],
    ...more,
  };
}

export const retraining = {
  name: 't1',
  state: 'training',
  stateWords: 'Training',
  requestedAt: at(71),
  endedAt: null,
  version: null,
  release: null,
  workflowId: 'retrain/hmeq/production',
  steps: [],
};

export const alert = { name: 'a1', state: 'open', version: 'v2', raisedAt: at(70), acknowledged: false };

/** v2 serves and separates. */
export const well = { serving: serving('v2'), evaluations: [evaluation(1, { version: 'v2' })] };

const breach = { version: 'v2', ks: 0.381, state: 'breach' };

/** v2 serves and was below what was agreed, once and twice. */
export const once = { ...well, evaluations: [...well.evaluations, evaluation(2, breach)] };
export const twice = { ...well, evaluations: [...once.evaluations, evaluation(3, breach)], alert };

/** The challenger of Lena's retraining waits; Theo and Dana may decide. */
export function challengerWaits(approvedBy: readonly string[] = []): Partial<Environment> {
  return {
    ...twice,
    retraining: { ...retraining, state: 'registered', endedAt: at(75), version: 'v3', release: 'r3' },
    release: releaseOf('v3', 'waiting', {
      requestedBy: 'Steward itself',
      approval: {
        needed: 2,
        approvedBy: [...approvedBy],
        mayDecide: ['Theo Lind', 'Dana Okafor'].filter((name) => !approvedBy.includes(name)),
        mayNot: [{ name: 'Lena Brandt', why: 'modeller' }],
      },
    }),
  };
}
