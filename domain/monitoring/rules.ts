import type { EvaluationState } from './evaluation';

export interface MonitoringRule {
  readonly id: string;
  /** When it applies, in words; of the rules that give a state the first that applies counts. */
  readonly when: string;
  readonly then: string;
  /** The state that it gives; absent: it says what follows from one. */
  readonly state?: EvaluationState;
}

/** Which state an evaluation has, in this order. `judge` carries them out; the documentation is made of them. */
export const stateRules = [
  {
    id: 'failed',
    when: 'the evaluation itself broke off',
    then: 'the breach count stays; the next look tries again',
    state: 'failed',
  },
  {
    id: 'waits-for-rows',
    when: 'the next window is not full, or its stretch of time is not over',
    then: 'says how many rows are there, and how many or until when',
    state: 'immature',
  },
  {
    id: 'waits-for-maturity',
    when: 'a row of the next window is younger than the maturity',
    then: 'says when the last one is old enough',
    state: 'immature',
  },
  {
    id: 'waits-for-outcomes',
    when: 'fewer outcomes than the coverage asks for are known, and patience is not over',
    then: 'says how many are known and how long they are waited for',
    state: 'immature',
  },
  {
    id: 'rows-lost',
    when: 'more than 1 % of the answers from the time of the window are missing from the record (gaps that lose rows, rows that PostgreSQL refused)',
    then: 'not counted',
    state: 'inconclusive',
  },
  {
    id: 'scores-unusable',
    when: 'more than 1 % of the scores are no numbers from 0 to 1',
    then: 'not counted',
    state: 'inconclusive',
  },
  {
    id: 'outcomes-missing',
    when: 'the window was closed with fewer outcomes than the coverage asks for',
    then: 'not counted: it neither adds to the breach count nor resets it',
    state: 'insufficient',
  },
  {
    id: 'class-missing',
    when: 'all known outcomes are events, or none is',
    then: 'not counted: it neither adds to the breach count nor resets it',
    state: 'insufficient',
  },
  {
    id: 'events-few',
    when: 'fewer events or non-events than `minimumEvents`',
    then: 'not counted: it neither adds to the breach count nor resets it',
    state: 'insufficient',
  },
  {
    id: 'scores-equal',
    when: 'all scores are equal, so that KS is 0, and 0 is below the threshold',
    then: 'the breach count goes up by one',
    state: 'breach',
  },
  {
    id: 'inverted',
    when: 'events score lower than non-events, so that the signed KS is below 0',
    then: 'the breach count goes up by one',
    state: 'breach',
  },
  {
    id: 'below',
    when: 'KS is below the threshold; equality is not below',
    then: 'the breach count goes up by one',
    state: 'breach',
  },
  {
    id: 'close',
    when: 'KS is at or above the threshold, but below threshold + margin',
    then: 'the breach count stays as it was',
    state: 'warn',
  },
  {
    id: 'ok',
    when: 'KS is at or above threshold + margin',
    then: 'the breach count becomes 0',
    state: 'ok',
  },
] as const satisfies readonly MonitoringRule[];

/** What follows from an evaluation; several may apply at once. */
export const effectRules = [
  {
    id: 'judged-again',
    when: 'the window was evaluated before (late outcomes, a correction, somebody asked)',
    then: 'kept and shown, never counted; it raises nothing and the breach count stays',
  },
  {
    id: 'retired',
    when: 'the version serves no longer',
    then: 'counted for the version, but no alert is raised or changed and nothing is retrained',
  },
  {
    id: 'decay-raised',
    when: 'as many breaches in a row as `consecutive`, and no decay alert is live',
    then: 'raises an alert of kind decay',
  },
  { id: 'decay-goes-on', when: 'a further breach while a decay alert is live', then: 'updates that alert' },
  { id: 'decay-over', when: 'ok while a decay alert of the version is live', then: 'closes it as recovered' },
  {
    id: 'blind-raised',
    when: 'as many windows in a row as `consecutive` are inconclusive or insufficient, and no such alert is live',
    then: 'raises an alert of kind blind',
  },
  {
    id: 'blind-goes-on',
    when: 'a further window is inconclusive or insufficient while such an alert is live',
    then: 'updates that alert',
  },
  {
    id: 'blind-over',
    when: 'the newest window of the version is judged (ok, warn or breach), for the first time or again',
    then: 'closes a live alert of kind blind as recovered',
  },
  {
    id: 'failed-raised',
    when: 'the second evaluation of a release in a row fails, and no such alert is live',
    then: 'raises an alert of kind failed',
  },
  { id: 'failed-goes-on', when: 'a further failure while such an alert is live', then: 'updates that alert' },
  {
    id: 'failed-over',
    when: 'an evaluation of the version works',
    then: 'closes a live alert of kind failed as recovered',
  },
  {
    id: 'people-decide',
    when: 'a decay alert is raised or goes on, and the policy says ask, or nothing about retraining',
    then: 'the alert asks people',
  },
  {
    id: 'retrains',
    when: 'a decay alert is raised or goes on, the policy says automatic, and cool-down, budget and open retrainings allow one',
    then: 'a retraining is started',
  },
  {
    id: 'retraining-held',
    when: 'a decay alert is raised or goes on, the policy says automatic, but a retraining is not possible now',
    then: 'the alert says why not',
  },
  {
    id: 'replaced',
    when: 'another version serves than the one that a live alert is about',
    then: 'closes the alert as replaced',
  },
  {
    id: 'removed',
    when: 'a project file is applied that has no such environment any more',
    then: 'closes its live alerts, in the name of who applied it',
  },
] as const satisfies readonly MonitoringRule[];

export type StateRuleId = (typeof stateRules)[number]['id'];
export type EffectRuleId = (typeof effectRules)[number]['id'];
