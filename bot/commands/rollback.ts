import type { ChatAnswer } from '../teams/chat-event';
import { findOpenRelease } from '../../database/releases';
import { listServings } from '../../database/servings';
import { getVersion } from '../../database/versions';
import { StewardError } from '../../domain/errors';
import { releaseName } from '../../domain/ids';
import type { Instant } from '../../domain/release/release';
import { rollbackTarget, type ServedRelease } from '../../domain/release/rollback-target';
import { cancelAndTell } from './cancel';
import { type BotDependencies, type Command, type ProjectCall, textReply } from './command';
import { chooseEnvironment } from './deploy';
import { inProject } from './in-project';
import { requestRelease } from './request-release';

export const rollback: Command = {
  spec: {
    name: 'rollback',
    permission: 'rollback',
    arguments: [
      {
        name: 'environment',
        kind: 'environment',
        required: false,
        summary: 'where',
        leftOut: 'where the project has only one',
      },
    ],
    flags: [{ name: 'further', summary: 'one more version back, right after a rollback' }],
    reason: 'required',
    examples: ['rollback production -- v4 declines everybody'],
    summary: 'Go back to what was verified there before',
    details:
      'One person with the right and a reason is enough: what it goes back to was approved and verified there before.\nRolling back twice goes two versions back. A release that is under way is cancelled instead.',
  },
  run: inProject(runRollback, 'rollback'),
};

async function runRollback(deps: BotDependencies, call: ProjectCall): Promise<ChatAnswer> {
  const { file } = call.project;
  const environment = chooseEnvironment(
    call.project,
    call.invocation.args['environment'],
    (name) => `rollback ${name} -- reason`,
  );
  const open = await findOpenRelease(deps.database, file.project, environment);
  if (open?.state === 'approved' && open.kind === 'deploy') return textReply(await cancelAndTell(deps, open, call));
  const served = await listServings(deps.database, file.project, environment);
  if (!call.invocation.flags['further']) refuseSecond(served.at(-1), environment, call.receivedAt);
  const target = rollbackTarget(served);
  if (!target) throw new StewardError('nothing_to_roll_back', { environment });
  const version = await getVersion(deps.database, file.project, target.version);
  const opened = await requestRelease(deps, call, { environment, kind: 'rollback', version });
  const name = releaseName(opened.release.number);
  if (opened.outcome === 'open-already')
    return textReply(`${name} is rolling ${environment} back already; see its card.`);
  const instead =
    opened.superseded === undefined ? '' : ` ${releaseName(opened.superseded)}, which only waited, gives way.`;
  return textReply(`${name}: ${environment} goes back to ${version.label}.${instead} Its card follows.`);
}

/** Two people at night, or one message delivered twice, mean one rollback: a second one soon after must be asked for. */
const sameIncidentMs = 10 * 60_000;

function refuseSecond(serving: ServedRelease | undefined, environment: string, at: Instant): void {
  if (serving?.kind !== 'rollback' || Date.parse(at) - Date.parse(serving.since) > sameIncidentMs) return;
  throw new StewardError('rolled_back_already', {
    environment,
    version: serving.version,
    release: releaseName(serving.release),
    at: serving.since,
  });
}
