import { execFile } from 'node:child_process';
import { chown, lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { errorText, StewardError } from '../../domain/errors';
import type { Command } from './process-group';

const run = promisify(execFile);

/** How to run a program that refuses to run as root. */
export interface StepDown {
  /** The command that runs `program` as somebody other than root. */
  readonly wrap: (program: string, args: readonly string[]) => Command;
  /** Hands a folder with all it holds to the user the program will run as. */
  readonly own: (folder: string) => Promise<void>;
}

/**
 * Finds a way to run PostgreSQL: as we are when not root; as root in a user namespace, where root's own files keep
 * their owner and a private home stays readable; else as `nobody`, if the programs can be read by others. Each way is
 * tried with `postgres --version` before it is trusted.
 */
export async function chooseStepDown(postgres: string, userId: number | undefined): Promise<StepDown> {
  if (userId !== 0) return { wrap: (program, args) => ({ program, args }), own: () => Promise.resolve() };
  const failures: string[] = [];
  for (const way of [inUserNamespace, asNobody]) {
    try {
      const stepDown = await way();
      const trial = stepDown.wrap(postgres, ['--version']);
      const { uid, gid } = trial;
      await run(trial.program, [...trial.args], {
        cwd: '/',
        timeout: 10_000,
        ...(uid === undefined ? {} : { uid }),
        ...(gid === undefined ? {} : { gid }),
      });
      return stepDown;
    } catch (error) {
      failures.push(errorText(error));
    }
  }
  throw new StewardError('postgres_as_root', { why: failures.join('; ') });
}

function inUserNamespace(): Promise<StepDown> {
  const options = ['--user', '--map-user=1000', '--map-group=1000', '--'];
  return Promise.resolve({
    wrap: (program: string, args: readonly string[]) => ({ program: 'unshare', args: [...options, program, ...args] }),
    own: (folder: string) => giveTo(folder, 0, 0),
  });
}

async function asNobody(): Promise<StepDown> {
  const uid = Number((await run('id', ['-u', 'nobody'])).stdout.trim());
  const gid = Number((await run('id', ['-g', 'nobody'])).stdout.trim());
  return {
    wrap: (program, args) => ({ program, args, uid, gid }),
    own: (folder) => giveTo(folder, uid, gid),
  };
}

/** Changes only what belongs to somebody else, so that the usual start touches nothing. */
async function giveTo(place: string, uid: number, gid: number): Promise<void> {
  const found = await lstat(place);
  if (found.isSymbolicLink()) return;
  if (found.uid !== uid) await chown(place, uid, gid);
  if (!found.isDirectory()) return;
  for (const name of await readdir(place)) await giveTo(path.join(place, name), uid, gid);
}
