import type { ReleaseView } from '../../cards/release-card';
import type { Ending, Release } from '../../domain/release/release';
import { type ReleaseStep, releaseSteps } from '../../domain/release/steps';
import {
  approval,
  approved,
  approvedByAna,
  asked,
  dana,
  digest,
  evidence,
  prepared,
  servesV4,
  steps,
  view,
  waiting,
} from './release-fixture';

function failed(step: ReleaseStep, ending: Ending, before: Release = approved): Release {
  const done = releaseSteps.slice(0, releaseSteps.indexOf(step));
  return {
    ...before,
    state: 'failed',
    steps: steps(done, step, 'failed'),
    ending,
    endedAt: '2026-11-24T07:41:05.000Z',
  };
}

function ended(state: Release['state'], ending: Ending, changes: Partial<Release> = {}): Release {
  return {
    ...waiting,
    state,
    revision: 7,
    steps: steps(prepared),
    ending,
    endedAt: '2026-11-25T10:00:00.000Z',
    ...changes,
  };
}

/** Every ending of a release that does not serve, by the name of its golden files. */
export const endedStates: Readonly<Record<string, ReleaseView>> = {
  rejected: view(
    ended(
      'rejected',
      { code: 'rejected_by', details: { release: 'r17', reason: 'two categories are unknown to the client' } },
      {
        approval: {
          ...approval,
          decisions: [{ ...approvedByAna, verb: 'reject', reason: 'two categories are unknown to the client' }],
        },
      },
    ),
  ),
  expired: view(ended('expired', { code: 'expired_unanswered', details: { release: 'r17' } })),
  cancelled: view(
    ended(
      'cancelled',
      { code: 'cancelled_by', details: { release: 'r17' } },
      { cancelRequested: { by: dana, at: '2026-11-25T09:59:58.000Z' } },
    ),
  ),
  superseded: view(
    ended('superseded', { code: 'superseded_by', details: { release: 'r17', by: 'r18' } }, { supersededBy: 18 }),
  ),
  'failed-check': view(
    failed(
      'check',
      {
        code: 'op_not_supported',
        details: { op: 'DecodeProtoSparseV2', runner: 'TensorFlow Serving runs it: use the target `docker`.' },
      },
      asked,
    ),
  ),
  'failed-build': view(
    failed('build', { code: 'image_blob_corrupt', details: { digest: digest('77a310') } }, { ...asked, evidence }),
    { mayRetry: true },
  ),
  'failed-plan': view(
    failed(
      'plan',
      { code: 'target_away', details: { environment: 'production', why: 'connect ECONNREFUSED 127.0.0.1:8091' } },
      { ...asked, evidence },
    ),
    { mayRetry: true },
  ),
  'failed-approve': view(failed('approve', { code: 'subject_changed', details: { what: 'image', release: 'r17' } })),
  'failed-push': view(failed('push', { code: 'engine_lost', details: { release: 'r17' } }), { mayRetry: true }),
  'failed-stage': view(
    failed('stage', {
      code: 'stage_timed_out',
      details: { release: 'r17', seconds: 60, detail: 'starting, model is being read' },
    }),
    { mayRetry: true },
  ),
  'failed-verify': view(
    failed('verify', {
      code: 'golden_rows_differ',
      details: { row: 3, got: 0.7312, expected: 0.1204, count: 5, rows: 24 },
    }),
  ),
  'failed-switch': view(
    failed('switch', {
      code: 'wrong_version_staged',
      details: { release: 'r17', got: digest('e0e0e0'), expected: digest('77a310') },
    }),
    { mayRetry: true },
  ),
  'failed-record': view(
    failed('record', { code: 'internal', details: { what: 'the champion was not set', request: 'r17/record' } }),
    {
      mayRetry: true,
      serving: servesV4,
    },
  ),
};
