import type { AlertView } from '../../cards/alert-card';
import { alert, alertView, breach, evaluationOf, result, retrainingPolicy } from './monitoring-fixture';
import { ana, dana, servingV3, without } from './release-fixture';
import { retraining } from './retraining-fixture';

const acknowledged = { by: ana, at: '2026-10-01T07:41:03.000Z' };
const snoozed = {
  by: dana,
  at: '2026-10-01T08:00:00.000Z',
  until: '2026-10-08T08:00:00.000Z',
  reason: 'the outcomes of August are being corrected',
};
const failed = evaluationOf(7, 'failed', 0, { counted: false });
const blind = evaluationOf(7, 'inconclusive', 0.47, { breaches: 0 });

/** Every state of an alert's card, by the name of its golden files. */
export const alertStates: Readonly<Record<string, AlertView>> = {
  open: alertView(),
  'open-first-window': alertView({
    evaluation: { ...breach, breaches: 1, result: { ...result, ks: 0.44999, shifts: [] } },
    trend: [breach],
  }),
  'open-automatic': alertView({ retraining: { ...retrainingPolicy, start: 'automatic' } }),
  'open-held': alertView({
    room: {
      may: false,
      why: 'The last attempt in production, t4, ended a short while ago. The next one is possible from 2026-10-08 06:00 UTC.',
    },
  }),
  'open-retraining': alertView({
    open: { ...retraining, state: 'training' },
    room: { may: false, why: 'One is open.' },
  }),
  'open-inverted': alertView({
    evaluation: {
      ...breach,
      why: { code: 'judged_inverted', details: { window: 6, judged: 1_463, ks: 0.5, threshold: 0.45 } },
      result: { ...result, ks: 0.5, direction: 'lower', auc: 0.2412 },
    },
  }),
  'open-close-to-limit': alertView({ evaluation: evaluationOf(7, 'warn', 0.4602, { breaches: 2 }) }),
  acknowledged: alertView({ alert: { ...alert, state: 'acknowledged', acknowledged, revision: 2 } }),
  snoozed: alertView({ alert: { ...alert, state: 'snoozed', acknowledged, snoozed, revision: 3 } }),
  woken: alertView({ alert: { ...alert, snoozed, revision: 4 } }),
  recovered: alertView({
    alert: {
      ...alert,
      state: 'closed',
      revision: 5,
      closed: { at: '2026-11-01T06:00:00.000Z', why: 'recovered', evaluation: 27 },
    },
    evaluation: evaluationOf(7, 'ok', 0.4931),
  }),
  replaced: alertView({
    alert: {
      ...alert,
      state: 'closed',
      revision: 5,
      closed: { at: '2026-11-01T06:00:00.000Z', why: 'replaced', by: 'v4', since: '2026-11-01T05:59:58.000Z' },
    },
    serving: { ...servingV3, release: 17, version: 'v4' },
  }),
  removed: alertView({
    alert: { ...alert, state: 'closed', revision: 5, closed: { at: '2026-11-01T06:00:00.000Z', why: 'removed' } },
  }),
  failed: alertView({
    alert: { ...alert, kind: 'failed' },
    evaluation: without(without(failed, 'window'), 'result'),
    trend: [],
  }),
  blind: without(alertView({ alert: { ...alert, kind: 'blind' }, evaluation: blind }), 'lastGood'),
};
