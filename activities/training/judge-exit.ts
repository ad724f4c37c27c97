import { durationText } from '../../domain/duration-text';
import type { StewardError } from '../../domain/errors';
import { trainerExits } from '../../domain/ports/trainer';

export type TrainerFailure = Pick<StewardError, 'code' | 'details'>;

/** What a shell, and a container's runtime, say by an exit code of theirs: the program is no file that runs, or not there. */
const shellExits: readonly number[] = [126, 127];

/** What an exit code of a trainer says; `named` is the code of ours that it gave. Undefined: it is done. */
export function judgeExit(code: number, named: string | undefined, log: string): TrainerFailure | undefined {
  if (code === trainerExits.done) return undefined;
  if (shellExits.includes(code)) return { code: 'trainer_not_started', details: { why: `exit code ${code}`, log } };
  if (code === trainerExits.unfit)
    return { code: 'trainer_unfit', details: { why: named ?? 'it gives no known code', log } };
  return brokenOff(`it ended with exit code ${code}`, named, log);
}

export function brokenOff(how: string, named: string | undefined, log: string): TrainerFailure {
  return { code: 'trainer_ended', details: { how: named === undefined ? how : `${how}, ${named}`, log } };
}

export function late(deadlineMs: number, log: string): TrainerFailure {
  return { code: 'training_timed_out', details: { limit: durationText(deadlineMs), log } };
}
