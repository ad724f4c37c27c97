import { StewardError } from '../../../domain/errors';
import { releaseName } from '../../../domain/ids';
import type { StageRequest } from '../../../domain/ports/target';
import type { DockerSpec } from '../../../domain/project';
import type { FindCredentials } from '../../../formats/oci/registry/credentials';
import type { Daemon } from './connect-daemon';
import { describeGateway, describeModel } from './describe-containers';
import { ensureNetwork, ensureOwn, removeVolume } from './ensure-parts';
import { recorderFolder, renewRecorder } from './renew-recorder';
import { emptiedLabels, gatewayLabels, modelLabels, releaseNames } from './names';
import { ensureDoor } from './open-door';
import { pullImage } from './pull-image';
import { imageOf } from './release-state';

export interface StageParts {
  readonly gatewayImage: string;
  /** Of PostgreSQL, as containers reach it, for the role that may only add scored rows. */
  readonly recorderUrl: string;
  readonly credentials: FindCredentials;
}

/** Pulls the images and starts model server and gateway; nothing leads to them. What is there already stays. */
export async function stageRelease(
  daemon: Daemon,
  request: StageRequest,
  spec: DockerSpec,
  { gatewayImage, recorderUrl, credentials }: StageParts,
): Promise<void> {
  const names = releaseNames(request);
  const there = await daemon.inspect(names.model, modelLabels(request));
  if (there) requireSame(request, imageOf(there));
  await pullImage(daemon, request.reference, credentials);
  await pullImage(daemon, gatewayImage, credentials);
  await ensureNetwork(daemon, spec);
  await ensureDoor(daemon, request, spec, gatewayImage);
  const made = await daemon.create(describeModel(request, spec));
  requireSame(request, imageOf(made));
  await daemon.start(names.model);
  const folder = { source: names.spool, labels: gatewayLabels(request), ...recorderFolder(recorderUrl) };
  const gateway = describeGateway(request, spec, gatewayImage);
  // From now on its spool is not known to be empty.
  await removeVolume(daemon, names.emptied, emptiedLabels(request));
  await ensureOwn(daemon, gateway, folder);
  await renewRecorder(daemon, request, recorderUrl);
}

/** A release never changes its image. */
function requireSame({ environment, release, image }: StageRequest, staged: string): void {
  if (staged === image) return;
  throw new StewardError('stage_conflict', { release: releaseName(release), environment, image: staged });
}
