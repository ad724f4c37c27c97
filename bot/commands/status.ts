import type { ChatAnswer } from '../teams/chat-event';
import { renderStatusCard } from '../../cards/status-card';
import { listLiveAlerts } from '../../database/alerts';
import { findImageCheck } from '../../database/image-checks';
import { findObservation } from '../../database/observations';
import { findNames } from '../../database/people';
import { readJudged } from '../../database/performance-facts';
import { findPointer, type PointerName } from '../../database/pointers';
import { findOpenRelease, getRelease } from '../../database/releases';
import { findServing } from '../../database/servings';
import { getVersion } from '../../database/versions';
import { isJudgementAlert } from '../../domain/monitoring/alert';
import type { Release } from '../../domain/release/release';
import type { BotDependencies, Command, ProjectCall } from './command';
import { inProject } from './in-project';

export const status: Command = {
  spec: {
    name: 'status',
    permission: 'status',
    arguments: [],
    flags: [],
    reason: 'none',
    examples: ['status'],
    summary: 'What serves where, and what waits for whom',
    details: "By Steward's own record, with digests; and what was seen of it at the last look, with its age.",
  },
  run: inProject(runStatus, 'status'),
};

async function runStatus(deps: BotDependencies, call: ProjectCall): Promise<ChatAnswer> {
  const { file } = call.project;
  const { monitoring } = file;
  const environments = await Promise.all(
    Object.entries(file.environments).map(async ([name, { leading }]) => {
      const serving = await findServing(deps.database, file.project, name);
      const open = await findOpenRelease(deps.database, file.project, name);
      const endpoint = serving && (await getRelease(deps.database, serving.release)).endpoint;
      const observed = serving && (await findObservation(deps.database, file.project, name));
      const images = serving && (await findImageCheck(deps.database, file.project, name));
      const alerts = await listLiveAlerts(deps.database, file.project, name);
      return {
        name,
        leading,
        troubles: alerts.filter((alert) => !isJudgementAlert(alert)),
        ...(images ? { images } : {}),
        ...(observed ? { observed } : {}),
        ...(serving ? { serving } : {}),
        ...(endpoint ? { address: endpoint.address } : {}),
        ...(open ? { open } : {}),
        ...(monitoring?.environments.includes(name)
          ? { judged: { ...(await readJudged(deps.database, file.project, name)), threshold: monitoring.threshold } }
          : {}),
      };
    }),
  );
  const champion = await pointerOf(deps, file.project, 'champion');
  const challenger = await pointerOf(deps, file.project, 'challenger');
  const card = renderStatusCard({
    title: file.project,
    environments,
    people: {
      ...file.people,
      ...(await namesFor(
        deps,
        environments.flatMap(({ open }) => (open ? [open] : [])),
      )),
    },
    now: deps.now(),
    ...(champion ? { champion } : {}),
    ...(challenger ? { challenger } : {}),
  });
  return { message: { kind: 'card', card } };
}

async function pointerOf(deps: BotDependencies, project: string, name: PointerName) {
  const pointer = await findPointer(deps.database, project, name);
  if (!pointer) return undefined;
  const { label, manifest } = await getVersion(deps.database, project, pointer.label);
  return { label, packageDigest: manifest.packageDigest };
}

/** Names of everybody whom these releases' lines may mention. */
export async function namesFor(deps: BotDependencies, releases: readonly Release[]): Promise<Record<string, string>> {
  const ids = releases.flatMap(({ requester, modeller, approval, cancelRequested }) => [
    modeller,
    ...(requester.kind === 'person' ? [requester.objectId] : []),
    ...(approval?.approvers ?? []),
    ...(approval?.decisions.map(({ person }) => person) ?? []),
    ...(cancelRequested ? [cancelRequested.by] : []),
  ]);
  return findNames(deps.database, ids);
}
