import { type MeasuredKs, measuredKs } from '../domain/monitoring/measured-ks';
import type { Retraining } from '../domain/retraining/retraining';
import type { Tx } from './database';
import { readEvaluations } from './evaluations';
import { listRetrainingsOf } from './retrainings';

/** What Steward itself knows of a version, beside what its package declares. */
export interface VersionEvidence {
  /** The retraining that made it. */
  readonly retraining?: number;
  /** Its newest judgement that counted; before the first one, what the gate of its retraining measured. */
  readonly measured?: MeasuredKs;
}

/** By label; nothing for those of whom nothing is known. */
export async function readVersionEvidence(
  tx: Tx,
  project: string,
  labels: readonly string[],
): Promise<ReadonlyMap<string, VersionEvidence>> {
  const counted = await readEvaluations(
    tx,
    `e.number in (
       select distinct on (version) number from evaluations
       where project = $1 and version = any($2) and counted and result ? 'ks'
       order by version, number desc)`,
    [project, labels],
  );
  const judged = new Map(counted.map((evaluation) => [evaluation.version, measuredKs(evaluation)]));
  const made = new Map((await listRetrainingsOf(tx, project, labels)).map((one) => [one.version, one]));
  return new Map(
    labels.map((label) => {
      const retraining = made.get(label);
      const measured = judged.get(label) ?? (retraining && gateKs(retraining));
      return [label, { ...(retraining ? { retraining: retraining.number } : {}), ...(measured ? { measured } : {}) }];
    }),
  );
}

function gateKs({ number, comparison }: Retraining): MeasuredKs | undefined {
  if (comparison?.candidate.ks === undefined) return undefined;
  const { ks, interval, direction } = comparison.candidate;
  const { rows, window } = comparison;
  return { ks, direction, rows, window, retraining: number, ...(interval ? { interval } : {}) };
}
