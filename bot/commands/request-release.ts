import { openRelease, type Opened } from '../../database/open-release';
import { drawReleaseNumber } from '../../database/releases';
import type { Version } from '../../database/versions';
import { releaseName } from '../../domain/ids';
import { type Release, runOf } from '../../domain/release/release';
import type { BotDependencies, ProjectCall } from './command';

/** Opens a release in the caller's name and hands it to the engine. Throws what `openRelease` throws. */
export async function requestRelease(
  deps: BotDependencies,
  call: ProjectCall,
  wanted: { environment: string; kind: Release['kind']; version: Version },
): Promise<Opened> {
  const { environment, kind, version } = wanted;
  const number = await drawReleaseNumber(deps.database);
  const opened = await deps.database.transaction((tx) =>
    openRelease(tx, {
      number,
      project: call.project.file.project,
      environment,
      kind,
      version: version.label,
      packageDigest: version.manifest.packageDigest,
      modeller: version.modeller,
      requester: { kind: 'person', objectId: call.user.objectId },
      conversationId: call.conversation.conversationId,
      requestedAt: call.receivedAt,
      ...(call.invocation.reason ? { reason: call.invocation.reason } : {}),
    }),
  );
  if (opened.outcome === 'opened') await startOpened(deps, opened);
  return opened;
}

/** Hands an opened release to the engine. If that is away, the release stands, and the reconcile sweep starts it later. */
export async function startOpened(
  deps: BotDependencies,
  opened: { release: Release; superseded?: number },
): Promise<void> {
  const options = opened.superseded === undefined ? {} : { superseded: opened.superseded };
  try {
    await deps.releases.startRelease(runOf(opened.release), options);
  } catch (error) {
    deps.logger.warn('release not started yet; the sweep will', { release: releaseName(opened.release.number), error });
  }
}
