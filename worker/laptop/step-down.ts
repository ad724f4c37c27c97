import { chmod, chown, lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { errorText, StewardError } from '../../domain/errors';
import type { Command } from './process-group';
import { runTool } from './run-tool';

/** How to run a program that refuses to run as root, or as a user whom the system has no name for. */
export interface StepDown {
  /** The command that runs `program` as a user that it accepts. */
  readonly wrap: (program: string, args: readonly string[]) => Command;
  /** Hands a folder with all it holds to the user the program will run as. */
  readonly own: (folder: string) => Promise<void>;
}

export type StepDownWay = 'as we are' | 'in a user namespace' | 'as nobody';

const makers: Readonly<Record<StepDownWay, (userId: number | undefined) => Promise<StepDown>>> = {
  'as we are': asWeAre,
  'in a user namespace': inUserNamespace,
  'as nobody': asNobody,
};

const nothing = (): Promise<void> => Promise.resolve();

/**
 * Finds a way to run PostgreSQL: as we are; else in a user namespace, where our files keep their owner and a private
 * home stays readable; else, from root, as `nobody`, if others can read the programs. A way is trusted when the system
 * has a name for its user and `postgres --version` ran.
 */
export async function chooseStepDown(
  postgres: string,
  userId: number | undefined,
  ways: readonly StepDownWay[] = ['as we are', 'in a user namespace', 'as nobody'],
): Promise<StepDown> {
  const failures: string[] = [];
  for (const way of ways) {
    try {
      const stepDown = await makers[way](userId);
      await tryOut(stepDown, postgres);
      return stepDown;
    } catch (error) {
      failures.push(errorText(error));
    }
  }
  const user = userId === 0 ? 'root' : `user ${userId ?? 'unknown'}, whom the system has no name for`;
  throw new StewardError('postgres_user', { user, why: failures.join('; ') });
}

async function tryOut(stepDown: StepDown, postgres: string): Promise<void> {
  for (const command of [stepDown.wrap('id', ['-un']), stepDown.wrap(postgres, ['--version'])]) {
    const { uid, gid } = command;
    await runTool(command.program, command.args, {
      env: { PATH: '/usr/bin:/bin:/usr/sbin:/sbin' },
      timeout: 10_000,
      cwd: '/',
      ...(uid === undefined ? {} : { uid }),
      ...(gid === undefined ? {} : { gid }),
    });
  }
}

function asWeAre(userId: number | undefined): Promise<StepDown> {
  if (userId === 0) return Promise.reject(new Error('root is refused'));
  return Promise.resolve({ wrap: (program, args) => ({ program, args }), own: nothing });
}

async function inUserNamespace(userId: number | undefined): Promise<StepDown> {
  const { uid, gid } = await findNobody();
  const options = ['--user', `--map-user=${uid}`, `--map-group=${gid}`, '--'];
  return {
    wrap: (program: string, args: readonly string[]) => ({ program: 'unshare', args: [...options, program, ...args] }),
    own: userId === 0 ? (folder) => giveTo(folder, 0, 0) : nothing,
  };
}

async function asNobody(userId: number | undefined): Promise<StepDown> {
  if (userId !== 0) throw new Error('only root can become another user');
  const { uid, gid } = await findNobody();
  return {
    wrap: (program, args) => ({ program, args, uid, gid }),
    own: async (folder) => {
      await letThrough(path.dirname(folder));
      await giveTo(folder, uid, gid);
    },
  };
}

/** Others may pass through our private folder to what is theirs in it, though not list it; our files stay closed. */
async function letThrough(folder: string): Promise<void> {
  const { mode } = await lstat(folder);
  if ((mode & 0o001) === 0) await chmod(folder, (mode & 0o7777) | 0o011);
}

async function findNobody(): Promise<{ uid: number; gid: number }> {
  const ask = (flag: string): Promise<string> =>
    runTool('id', [flag, 'nobody'], { env: { PATH: '/usr/bin:/bin' }, timeout: 10_000 });
  return { uid: Number(await ask('-u')), gid: Number(await ask('-g')) };
}

/** Changes only what belongs to somebody else, so that the usual start touches nothing. */
async function giveTo(place: string, uid: number, gid: number): Promise<void> {
  const found = await lstat(place);
  if (found.isSymbolicLink()) return;
  if (found.uid !== uid) await chown(place, uid, gid);
  if (!found.isDirectory()) return;
  for (const name of await readdir(place)) await giveTo(path.join(place, name), uid, gid);
}
