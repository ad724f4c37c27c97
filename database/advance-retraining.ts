import { type Actor, actorText } from '../domain/actor';
import type { Json } from '../domain/canonical-json';
import type { Digest } from '../domain/digest';
import { StewardError } from '../domain/errors';
import { retrainingName } from '../domain/ids';
import type { Ending, Instant } from '../domain/release/release';
import {
  isRetrainingOpen,
  type Retraining,
  type RetrainingProgress,
  type RetrainingStep,
} from '../domain/retraining/retraining';
import { append } from './audit';
import { changeRetraining, type RetrainingChange } from './change-retraining';
import { exactlyOne, type Tx } from './database';
import { lockRetraining } from './retrainings';

const order: readonly RetrainingStep[] = ['collecting', 'training', 'checking', 'comparing', 'registering'];

/**
 * The retraining at the beginning of a step; `done` when an earlier delivery of the activity has finished the step. Throws
 * `retraining_closed` when it has ended or is to be cancelled meanwhile: whatever still runs for it must stop there.
 */
export async function beginRetrainingStep(
  tx: Tx,
  number: number,
  step: RetrainingStep,
  at: Instant,
): Promise<{ readonly retraining: Retraining; readonly done: boolean }> {
  const retraining = await lockRetraining(tx, number);
  const done = !isBefore(retraining, step);
  if (retraining.state !== step && !done) throw new RangeError(`${retrainingName(number)} is not at ${step}`);
  if (step === 'registering' && done) return { retraining, done };
  if (!isRetrainingOpen(retraining.state) || retraining.cancelRequested) throw closed(retraining);
  if (!done) await changeRetraining(tx, number, { engine_seen_at: at });
  return { retraining: done ? retraining : await lockRetraining(tx, number), done };
}

/** Whether a step still has to be done. */
function isBefore({ state }: Retraining, step: RetrainingStep): boolean {
  return isRetrainingOpen(state) && order.indexOf(state) <= order.indexOf(step);
}

function closed({ number, state, cancelRequested }: Retraining): StewardError {
  const said = isRetrainingOpen(state) && cancelRequested ? 'being cancelled' : state.replace('_', ' ');
  return new StewardError('retraining_closed', { retraining: retrainingName(number), state: said });
}

/** Writes what a step found and goes to the next. Throws `retraining_closed` when it has ended or is to end meanwhile. */
export async function finishRetrainingStep(
  tx: Tx,
  number: number,
  step: RetrainingStep,
  change: RetrainingChange,
): Promise<void> {
  const retraining = await lockRetraining(tx, number);
  if (retraining.state !== step || retraining.cancelRequested) throw closed(retraining);
  const next = order[order.indexOf(step) + 1];
  await changeRetraining(tx, number, { ...change, ...(next === undefined ? {} : { state: next }) });
}

/** The trainer is about to start: from here on the attempt counts, however often the step is delivered. */
export async function spendAttempt(tx: Tx, number: number, trainer: string, at: Instant): Promise<void> {
  const { dataset, spec } = await lockRetraining(tx, number);
  const rows = await tx.query<{ spent_at: Instant | null; recipe: Digest | null }>(
    'select spent_at, recipe from retrainings where number = $1',
    [number],
  );
  const { spent_at: spentAt, recipe } = exactlyOne(rows);
  if (spentAt !== null) return;
  await changeRetraining(tx, number, { spent_at: at });
  await append(tx, {
    at,
    actor: { kind: 'system' },
    action: 'retraining.training',
    subject: `retraining/${number}`,
    key: `${retrainingName(number)}/training`,
    data: { dataset: dataset?.digest ?? null, seed: spec?.seed ?? null, trainer, recipe },
  });
}

/** How far the trainer is; nothing for a retraining that is no longer training. */
export async function noteProgress(tx: Tx, number: number, progress: RetrainingProgress): Promise<void> {
  await tx.query(
    `update retrainings set progress = $2, revision = revision + 1 where number = $1 and state = 'training'`,
    [number, JSON.stringify(progress)],
  );
}

/**
 * Asks an open retraining to stop: its workflow ends it. Throws `retraining_too_late` once its version is being
 * registered, and `retraining_closed` for one that has ended. Asked again changes nothing.
 */
export async function cancelRetraining(
  tx: Tx,
  number: number,
  by: Actor,
  at: Instant,
  reason?: string,
): Promise<Retraining> {
  const retraining = await lockRetraining(tx, number);
  if (!isRetrainingOpen(retraining.state)) throw closed(retraining);
  if (retraining.state === 'registering')
    throw new StewardError('retraining_too_late', { retraining: retrainingName(number) });
  if (retraining.cancelRequested) return retraining;
  await changeRetraining(tx, number, { cancel_requested: { by: actorText(by), at } });
  await append(tx, {
    at,
    actor: by,
    action: 'retraining.cancel_requested',
    subject: `retraining/${number}`,
    key: `${retrainingName(number)}/cancel`,
    data: { reason: reason ?? null },
  });
  return lockRetraining(tx, number);
}

/** Ends an open retraining and writes why; one that has ended already is left as it is. */
export async function endRetraining(
  tx: Tx,
  number: number,
  end: {
    readonly state: 'registered' | 'not_better' | 'failed' | 'cancelled';
    readonly ending: Ending;
    readonly at: Instant;
    readonly change?: RetrainingChange;
  },
): Promise<Retraining> {
  const retraining = await lockRetraining(tx, number);
  if (!isRetrainingOpen(retraining.state)) return retraining;
  await changeRetraining(tx, number, { ...end.change, state: end.state, ending: end.ending, ended_at: end.at });
  const ended = await lockRetraining(tx, number);
  await append(tx, {
    at: end.at,
    actor: { kind: 'system' },
    action: `retraining.${end.state}`,
    subject: `retraining/${number}`,
    key: `${retrainingName(number)}/ended`,
    data: {
      code: end.ending.code,
      details: end.ending.details,
      dataset: ended.dataset?.digest ?? null,
      candidate: ended.candidate?.packageDigest ?? null,
      version: ended.version ?? null,
      release: ended.release ?? null,
      comparison: (ended.comparison ?? null) as unknown as Json,
    },
  });
  return ended;
}

/** Ends a retraining that cannot go on: cancelled if that was asked for and still can be, else failed. */
export async function failRetraining(tx: Tx, number: number, ending: Ending, at: Instant): Promise<Retraining> {
  const { cancelRequested, state } = await lockRetraining(tx, number);
  if (cancelRequested && state !== 'registering') {
    const cancelled = { code: 'retraining_cancelled', details: { retraining: retrainingName(number) } } as const;
    return endRetraining(tx, number, { state: 'cancelled', ending: cancelled, at });
  }
  return endRetraining(tx, number, { state: 'failed', ending, at });
}
