import type { ObservationState } from './observation';

export const limits = {
  /** Answers between two looks below which their share of errors says nothing. */
  answers: 20,
  /** Of the answers between two looks. */
  errorShare: 0.05,
  /** Milliseconds that a target may be away before somebody is called. */
  away: 10 * 60_000,
} as const;

export interface ObservationRule {
  readonly id: string;
  readonly when: string;
  readonly state: ObservationState;
  readonly alert: string;
}

/** Which state an environment is in after a look; the first that applies counts. `judgeLook` carries them out. */
export const observationRules: readonly ObservationRule[] = [
  {
    id: 'away',
    when: 'the target could not be asked, or not in time',
    state: 'unknown',
    alert: '`unseen`, once it has lasted ten minutes; what was seen before stays shown, with its age',
  },
  {
    id: 'drift',
    when: 'something is not as Steward applied it: who has the traffic, the image, how many were asked for, an object that is gone, or what another program wrote into our objects; but for the traffic that goes to a release which is being carried out',
    state: 'drifted',
    alert:
      '`drifted`, at once; it names what, and who wrote it where the target keeps that; and `degraded` beside it for trouble that the change does not explain',
  },
  {
    id: 'trouble',
    when: 'fewer are ready than were asked for, something was restarted since the look before, or at least 5 % of at least 20 answers were errors (status 500 and above); at two looks in a row',
    state: 'degraded',
    alert: '`degraded`',
  },
  {
    id: 'calm',
    when: 'it was degraded, and only one look since then saw no trouble',
    state: 'degraded',
    alert: 'stays as it is',
  },
  {
    id: 'ok',
    when: 'none of the above',
    state: 'ok',
    alert: 'what is open closes by itself',
  },
];
