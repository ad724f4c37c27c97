import type { ContainerInspectInfo } from 'dockerode';
import { StewardError } from '../../../domain/errors';
import { releaseName } from '../../../domain/ids';
import type { DeploymentRef } from '../../../domain/ports/target';
import { dockerPorts } from '../../../formats/docker/ports';
import { gatewayCountersSchema } from '../../../formats/kubernetes/objects';
import { askContainer } from './ask-container';
import type { Daemon } from './connect-daemon';
import { ensureVolume, putFiles, removeVolume } from './ensure-parts';
import { emptiedLabels, gatewayLabels, modelLabels, releaseNames } from './names';
import { readServing } from './read-serving';
import { recorderFolder, renewRecorder } from './renew-recorder';

/** Milliseconds for a gateway to say what it holds. */
const timeout = 5_000;
/** Milliseconds that rows lie in a spool that flows: those of now go when the gateway is told to end. */
const flowing = 5_000;
/** How a gateway ends: all rows are in PostgreSQL, or some are left in its spool. */
const ends = { emptied: 0, rowsLeft: 3 } as const;

/**
 * Removes a release that has no traffic. Throws `withdraw_serving`; and `withdraw_rows_waiting`, to be tried again, while its
 * gateway holds rows that PostgreSQL does not have. A gateway that ended otherwise than it should stays, stopped: rows may be
 * in its spool, and it alone knows how to ship them.
 */
export async function withdrawRelease(daemon: Daemon, release: DeploymentRef, recorderUrl: string): Promise<void> {
  const { environment } = release;
  if ((await readServing(daemon, release))?.release === release.release)
    throw new StewardError('withdraw_serving', { release: releaseName(release.release), environment });
  const names = releaseNames(release);
  const model = await daemon.inspect(names.model, modelLabels(release));
  const gateway = await daemon.inspect(names.gateway, gatewayLabels(release));
  const emptied = gateway
    ? await endGateway(daemon, release, gateway, recorderUrl)
    : (await daemon.list('volumes', emptiedLabels(release))).length > 0;
  // Said by a volume of its own, as a spool that has lost its gateway does not tell whether rows are in it.
  if (emptied) await ensureVolume(daemon, names.emptied, emptiedLabels(release));
  if (model) await daemon.remove(model);
  if (!emptied) return;
  if (gateway) await daemon.remove(gateway);
  await removeVolume(daemon, names.spool, gatewayLabels(release));
  await removeVolume(daemon, names.emptied, emptiedLabels(release));
}

/** Whether the spool is empty when the gateway has ended. */
async function endGateway(
  daemon: Daemon,
  release: DeploymentRef,
  gateway: ContainerInspectInfo,
  recorderUrl: string,
): Promise<boolean> {
  const { gateway: name } = releaseNames(release);
  const { State } = gateway;
  // It never ran: nothing came to it.
  if (State.Status === 'created') return true;
  if (State.Running && !State.Restarting) {
    const rows = await countWaiting(daemon, release);
    if (rows > 0) {
      // It may be that it was given an address that is good no more.
      await renewRecorder(daemon, release, recorderUrl);
      throw waiting(release, rows);
    }
  }
  // One that is started again and again, too.
  await daemon.stop(name);
  const ended = await daemon.inspect(name, gatewayLabels(release));
  if (ended?.State.ExitCode !== ends.rowsLeft) return ended?.State.ExitCode === ends.emptied;
  // It goes on shipping until the next try.
  await putFiles(daemon, name, recorderFolder(recorderUrl));
  await daemon.start(name);
  throw waiting(release, 'some');
}

function waiting({ release, environment }: DeploymentRef, rows: number | string): StewardError {
  return new StewardError('withdraw_rows_waiting', { release: releaseName(release), environment, rows });
}

/** Rows that do not flow to PostgreSQL. */
async function countWaiting(daemon: Daemon, release: DeploymentRef): Promise<number> {
  const url = `http://127.0.0.1:${dockerPorts.gateway}/-/counters`;
  const said = await askContainer(daemon, releaseNames(release).gateway, { method: 'GET', url, timeout });
  const { environment } = release;
  if ('silent' in said) throw new StewardError('target_away', { environment, why: `its gateway: ${said.silent}` });
  if (said.status !== 200)
    throw new StewardError('target_away', { environment, why: `its gateway answered with status ${said.status}` });
  const { spooled, oldestUnshippedMs, shipping } = gatewayCountersSchema.parse(JSON.parse(said.text));
  return shipping.state === 'flowing' && oldestUnshippedMs < flowing ? 0 : spooled.rows;
}
