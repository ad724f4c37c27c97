import type { Instant } from '../domain/release/release';
import type { ReleaseStep, StepState } from '../domain/release/steps';
import type { Tx } from './database';

/** Marks a step; a step that runs again keeps its first start until it is reset by a retry. */
export async function markStep(
  tx: Tx,
  release: number,
  step: ReleaseStep,
  mark: { state: StepState; at: Instant; detail?: string },
): Promise<void> {
  const ended = mark.state === 'running' || mark.state === 'open' ? null : mark.at;
  await tx.query(
    `insert into release_steps (release, step, state, detail, started_at, ended_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (release, step) do update
       set state = $3, detail = $4, started_at = coalesce(release_steps.started_at, $5), ended_at = $6`,
    [release, step, mark.state, mark.detail ?? null, mark.at, ended],
  );
}

/** Whether the step runs, and had not this detail. */
export async function noteRunning(tx: Tx, release: number, step: ReleaseStep, detail: string): Promise<boolean> {
  const noted = await tx.query(
    `update release_steps set detail = $3
     where release = $1 and step = $2 and state = 'running' and detail is distinct from $3 returning step`,
    [release, step, detail],
  );
  return noted.length > 0;
}

/** Forgets how far these steps had come, for a retry. */
export async function resetSteps(tx: Tx, release: number, steps: readonly ReleaseStep[]): Promise<void> {
  await tx.query(
    `update release_steps set state = 'open', detail = null, started_at = null, ended_at = null
     where release = $1 and step = any($2)`,
    [release, [...steps]],
  );
}
