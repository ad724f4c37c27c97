import { cancel as cancelRelease } from '../../database/decide-release';
import { parseRetrainingName, releaseName } from '../../domain/ids';
import { type Release, runOf } from '../../domain/release/release';
import { cancelRetrainingAndTell } from './cancel-retraining';
import { type BotDependencies, type Command, type CommandCall, textReply } from './command';
import { releaseNamed } from './release-argument';

export const cancel: Command = {
  spec: {
    name: 'cancel',
    permission: 'cancel',
    arguments: [{ name: 'task', kind: 'task', required: true, summary: 'the release or the retraining' }],
    flags: [],
    reason: 'optional',
    examples: ['cancel r17', 'cancel t5'],
    summary: 'Stop a release before it takes traffic, or a retraining',
    details:
      'A release: until traffic is switched; what was staged is withdrawn. After that, `rollback` goes back.\nA retraining: until its version is being registered.',
  },
  run: async (deps, call) => {
    const task = call.invocation.args['task'] ?? '';
    const retraining = parseRetrainingName(task);
    if (retraining !== undefined) return cancelRetrainingAndTell(deps, retraining, call);
    const release = await releaseNamed(deps, call, task, 'cancel');
    return textReply(await cancelAndTell(deps, release, call));
  },
};

/** Cancels in PostgreSQL, then tells the run; the text says what is true then. */
export async function cancelAndTell(deps: BotDependencies, release: Release, call: CommandCall): Promise<string> {
  const { number } = release;
  const actor = { kind: 'person', objectId: call.user.objectId } as const;
  const how = await deps.database.transaction((tx) =>
    cancelRelease(tx, number, actor, call.receivedAt, call.invocation.reason),
  );
  await deps.releases.wake(runOf(release));
  return how === 'ended'
    ? `${releaseName(number)} is cancelled. Nothing had been touched.`
    : `${releaseName(number)} is being cancelled: what it staged is withdrawn. What serves now goes on serving.`;
}
