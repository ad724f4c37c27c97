import { retryRelease } from '../../database/advance-release';
import { violates } from '../../database/database';
import { findOpenRelease } from '../../database/releases';
import { StewardError } from '../../domain/errors';
import { releaseName } from '../../domain/ids';
import type { Release } from '../../domain/release/release';
import type { BotDependencies, Command, CommandCall } from './command';
import { currentCard } from './decide';
import { releaseArgument } from './release-argument';
import { startOpened } from './request-release';

export const retry: Command = {
  spec: {
    name: 'retry',
    permission: 'retry',
    arguments: [{ name: 'release', kind: 'release', required: true, summary: 'the release' }],
    flags: [
      {
        name: 'take-over',
        needsReason: true,
        summary: 'take over what others manage of the environment’s objects on its target',
      },
    ],
    reason: 'optional',
    examples: ['retry r17', 'retry r17 --take-over -- the Service was edited by hand'],
    summary: 'Go on with a failed release from the step that failed',
    details:
      'Under the same approval while its digests, what serves and its term hold; otherwise it is prepared and asked for anew.\nWith --take-over the plan says whose fields it takes; that is asked for anew, of others than whoever typed it. A rollback asks nobody, as always.',
  },
  run: async (deps, call) => {
    const release = await releaseArgument(deps, call, 'retry');
    const again = await reopen(deps, release, call);
    await startOpened(deps, { release: again });
    const anew = again.kind === 'rollback' ? 'is prepared anew' : 'is prepared and asked for anew';
    const how = again.state === 'approved' ? 'goes on under the same approval' : anew;
    return {
      message: { kind: 'text', text: `${releaseName(release.number)} ${how}; its card shows how far it is.` },
      card: await currentCard(deps, release.number),
    };
  },
};

async function reopen(deps: BotDependencies, release: Release, call: CommandCall): Promise<Release> {
  const { objectId } = call.user;
  const { flags, reason = '' } = call.invocation;
  const at = call.receivedAt;
  const takeOver = flags['take-over'] === undefined ? undefined : { by: objectId, at, reason };
  try {
    return await deps.database.transaction((tx) =>
      retryRelease(tx, release.number, { kind: 'person', objectId }, at, takeOver),
    );
  } catch (error) {
    if (!violates(error, 'releases_one_open')) throw error;
    const open = await findOpenRelease(deps.database, release.project, release.environment);
    throw new StewardError('release_open', {
      release: open ? releaseName(open.number) : 'Another release',
      version: open?.version ?? 'a version',
      environment: release.environment,
      state: open?.state ?? 'open',
    });
  }
}
