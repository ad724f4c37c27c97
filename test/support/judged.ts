import type { Database } from '../../database/database';
import type { Alert } from '../../domain/monitoring/alert';
import type { Evaluation, EvaluationState } from '../../domain/monitoring/evaluation';
import { evaluationOf, windowOf } from '../cards/monitoring-fixture';

/** Rows of monitoring as a monitor leaves them, for tests of what people see of them. */
export interface Judged {
  /** A release that has ended, which windows belong to; returns its number. */
  readonly release: (environment: string, version: string) => Promise<number>;
  readonly window: (number: number, release: number, state: EvaluationState, ks: number) => Promise<Evaluation>;
  readonly alert: (raisedBy: Evaluation, kind?: Alert['kind']) => Promise<number>;
  readonly retraining: (retraining: {
    readonly state: string;
    readonly requester: string;
    readonly version?: string;
  }) => Promise<number>;
}

export function judgedIn(database: () => Database): Judged {
  return {
    release: async (environment, version) => {
      const [row] = await database().query<{ number: number }>(
        `insert into releases (number, project, environment, kind, version, package_digest, modeller, requester,
           requested_at, opened_at, state, ended_at)
         values (nextval('release_numbers'), 'hmeq', $1, 'deploy', $2, 'sha256:0', 'nobody', '{"kind":"system"}',
           '2026-01-01', '2026-01-01', 'cancelled', '2026-01-01') returning number`,
        [environment, version],
      );
      return row?.number ?? 0;
    },
    window: async (number, release, state, ks) => {
      const shown = evaluationOf(number, state, ks, { release });
      const window = windowOf(number, { release });
      await database().query(
        `insert into windows (project, environment, number, release, version, from_at, from_id, to_at, to_id, ceiling_id,
           rows, row_hash, cut, closed_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
        [
          ...[window.project, window.environment, number, release, window.version, window.fromAt, window.fromId],
          ...[window.toAt, window.toId, window.ceilingId, window.rows, window.rowHash, window.cut, window.closedAt],
        ],
      );
      return evaluation(database(), { ...shown, window, breaches: state === 'breach' ? 2 : 0 });
    },
    alert: async (raisedBy, kind = 'decay') => {
      const [row] = await database().query<{ number: number }>(
        `insert into alerts (number, project, environment, version, kind, state, raised_by, raised_at)
         values (nextval('alert_numbers'), $1, $2, $3, $4, 'open', $5, '2026-01-01') returning number`,
        [raisedBy.project, raisedBy.environment, raisedBy.version, kind, raisedBy.number],
      );
      return row?.number ?? 0;
    },
    retraining: async ({ state, requester, version }) => {
      const [row] = await database().query<{ number: number }>(
        `insert into retrainings (number, project, environment, requester, requested_at, state, policy_hash, version,
           ended_at)
         values (nextval('retraining_numbers'), 'hmeq', 'production', $1, '2026-01-01', $2, 'sha256:0', $3,
           case when $2 in ('registered', 'not_better', 'failed', 'cancelled') then now() end)
         returning number`,
        [JSON.stringify({ kind: 'person', objectId: requester }), state, version ?? null],
      );
      return row?.number ?? 0;
    },
  };
}

async function evaluation(database: Database, shown: Evaluation): Promise<Evaluation> {
  const [row] = await database.query<{ number: number }>(
    `insert into evaluations (number, project, environment, release, version, window_number, cause, state, counted,
       breaches, why, result, policy_hash, as_of, evaluated_at)
     values (nextval('evaluation_numbers'), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) returning number`,
    [
      ...[shown.project, shown.environment, shown.release, shown.version, shown.window?.number ?? null, shown.cause],
      ...[shown.state, shown.counted, shown.breaches, JSON.stringify(shown.why)],
      ...[shown.result ? JSON.stringify(shown.result) : null, shown.policyHash, shown.asOf, shown.evaluatedAt],
    ],
  );
  return { ...shown, number: row?.number ?? 0 };
}
