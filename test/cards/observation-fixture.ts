import type { ObservationAlert } from '../../domain/monitoring/alert';
import type { Inspection } from '../../domain/observation/inspection';
import type { EnvironmentObservation, Finding } from '../../domain/observation/observation';

const seen: Inspection = {
  ...{ image: `sha256:${'4d'.repeat(32)}`, traffic: 12, ready: 2, wanted: 2, restarts: 0, differences: [] },
  gateways: [{ name: 'hmeq-production-r12-abc', answers: 52_011, errors: 40 }],
};
const place = { release: 'r12', version: 'v3', environment: 'production' };
const who = ' Last written by kubectl-edit at 2026-11-24 07:21 UTC.';
const drifted = (code: Finding['code'], what: string): Finding => ({
  kind: 'drifted',
  code,
  details: { ...place, what: `${what}${who}` },
});
const notReady: Finding = {
  kind: 'degraded',
  code: 'degraded_not_ready',
  details: { ...place, ready: 1, wanted: 2, why: 'Container model: back-off 5m0s restarting failed container' },
};

const ok: EnvironmentObservation = {
  ...{ project: 'hmeq', environment: 'production', release: 12, version: 'v3', state: 'ok', findings: [] },
  ...{ since: '2026-11-24T06:58:00.000Z', troubled: false },
  ...{ askedAt: '2026-11-24T07:29:20.000Z', seenAt: '2026-11-24T07:29:20.000Z', seen },
  answered: { answers: 1_204, errors: 1 },
};

/** What can be seen of an environment, by the name of its state. */
export const observations = {
  ok,
  degraded: {
    ...ok,
    state: 'degraded',
    since: '2026-11-24T07:24:20.000Z',
    troubled: true,
    findings: [
      notReady,
      { kind: 'degraded', code: 'degraded_errors', details: { ...place, answers: 1_204, errors: 602 } },
    ],
    seen: { ...seen, ready: 1 },
    answered: { answers: 1_204, errors: 602 },
  },
  drifted: {
    ...ok,
    state: 'drifted',
    since: '2026-11-24T07:22:20.000Z',
    findings: [
      drifted(
        'drifted_image',
        'The Deployment hmeq-production-r12 runs the image 9f9f9f9f9f9f; released was 4d4d4d4d4d4d.',
      ),
      drifted('drifted_traffic', 'The Service hmeq-production leads to r9, not to r12 alone.'),
      drifted('drifted_scale', 'The Deployment hmeq-production-r12 asks for 0 Pods; 2 Pods were released.'),
      drifted('drifted_other', 'Of the Deployment hmeq-production-r12 was changed: template.spec.hostNetwork.'),
      notReady,
    ],
    seen: { ...seen, image: `sha256:${'9f'.repeat(32)}`, ready: 0, gateways: [] },
  },
  gone: {
    ...ok,
    state: 'drifted',
    since: '2026-11-24T07:22:20.000Z',
    findings: [drifted('drifted_gone', 'The Deployment hmeq-production-r12 of r12 is not there any more.')],
    seen: { ready: 0, wanted: 1, restarts: 0, gateways: [], differences: [] },
  },
  unseen: {
    ...ok,
    state: 'unknown',
    since: '2026-11-24T07:15:20.000Z',
    findings: [
      {
        kind: 'unknown',
        code: 'observation_away',
        details: { environment: 'production', why: 'connect ECONNREFUSED 10.0.0.1:6443' },
      },
    ],
    seenAt: '2026-11-24T07:14:20.000Z',
  },
} satisfies Readonly<Record<string, EnvironmentObservation>>;

export function observationAlert(
  kind: ObservationAlert['kind'],
  observed: EnvironmentObservation,
  changes: Partial<ObservationAlert> = {},
): ObservationAlert {
  return {
    ...{ number: 9, project: 'hmeq', environment: 'production', version: 'v3', kind, state: 'open', revision: 1 },
    ...{ raisedAt: observed.since, observed },
    ...changes,
  };
}
