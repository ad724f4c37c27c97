import type { Digest } from '../../domain/digest';
import { StewardError } from '../../domain/errors';
import { releaseName } from '../../domain/ids';
import type { DeploymentRef, EnvironmentRef, Observation, ServingObservation } from '../../domain/ports/target';
import type { StageMessage, SwitchMessage } from '../../formats/local-host/messages';
import type { DeploymentRun } from './run-deployment';
import { type HeldDeployment, type HostState, isSameDeployment, isSameEnvironment } from './state-file';

export interface HostDeps {
  /** What was running before. */
  readonly state: HostState;
  /** Makes the state last; resolves when it would survive a power cut. */
  readonly save: (state: HostState) => Promise<void>;
  readonly run: (deployment: HeldDeployment) => DeploymentRun;
  /** Removes every unpacked image but these. */
  readonly keepImages: (images: readonly Digest[]) => Promise<void>;
  /** Models that may be staged or serving at once. */
  readonly limit: number;
}

/** What the local host does, apart from HTTP. Changes happen one after the other and last before they show. */
export interface Host {
  stage(deployment: DeploymentRef, message: StageMessage): Promise<void>;
  observe(deployment: DeploymentRef): Observation;
  withdraw(deployment: DeploymentRef): Promise<void>;
  switchTo(environment: EnvironmentRef, message: SwitchMessage): Promise<void>;
  serving(environment: EnvironmentRef): ServingObservation | undefined;
  deployments(environment: EnvironmentRef): readonly DeploymentRef[];
  /** The image that a deployment was staged with; undefined for one that is not there. */
  imageOf(deployment: DeploymentRef): Digest | undefined;
  /** What runs one deployment, or the one that has an environment's traffic. */
  modelOf(deployment: DeploymentRef): DeploymentRun | undefined;
  servingModel(environment: EnvironmentRef): DeploymentRun | undefined;
  /** Every deployment that has traffic, and whether it can answer. */
  readiness(): readonly { readonly deployment: DeploymentRef; readonly observation: Observation }[];
  close(): Promise<void>;
}

/** How long requests that are on their way may keep a model alive that is withdrawn, or stopped with the host, in ms. */
const drainMs = { withdraw: 10_000, close: 5_000 } as const;

export function createHost(deps: HostDeps): Host {
  const holding: Holding = { deps, state: deps.state, runs: new Map(), last: Promise.resolve() };
  for (const deployment of deps.state.deployments) holding.runs.set(keyOf(deployment), deps.run(deployment));
  const modelOf = (deployment: DeploymentRef) => holding.runs.get(keyOf(deployment));
  const observe = (deployment: DeploymentRef): Observation => modelOf(deployment)?.observe() ?? { state: 'absent' };
  return {
    stage: (deployment, message) => inTurn(holding, () => stage(holding, deployment, message)),
    observe,
    withdraw: async (deployment) => {
      const run = await inTurn(holding, () => remove(holding, deployment));
      await run?.stop(drainMs.withdraw);
      await inTurn(holding, () => deps.keepImages(holding.state.deployments.map(({ image }) => image)));
    },
    switchTo: (environment, message) =>
      inTurn(holding, () => switchTraffic(holding, environment, message, observe({ ...environment, ...message }))),
    serving: (environment) => {
      const held = find(holding, { ...environment, release: findServing(holding, environment)?.release ?? 0 });
      return held && { release: held.release, label: held.label, image: held.image };
    },
    deployments: (environment) =>
      holding.state.deployments.filter((held) => isSameEnvironment(held, environment)).map(nameOf),
    imageOf: (deployment) => find(holding, deployment)?.image,
    modelOf,
    servingModel: (environment) => {
      const serving = findServing(holding, environment);
      return serving && modelOf(serving);
    },
    readiness: () => holding.state.serving.map((deployment) => ({ deployment, observation: observe(deployment) })),
    close: () =>
      inTurn(holding, async () => {
        await Promise.all([...holding.runs.values()].map((run) => run.stop(drainMs.close)));
      }),
  };
}

interface Holding {
  readonly deps: HostDeps;
  readonly runs: Map<string, DeploymentRun>;
  state: HostState;
  /** The end of the change that is under way. */
  last: Promise<unknown>;
}

function inTurn<T>(holding: Holding, work: () => Promise<T>): Promise<T> {
  const result = holding.last.then(work);
  holding.last = result.catch(() => undefined);
  return result;
}

/** The state shows only what is written down. */
async function save(holding: Holding, next: HostState): Promise<void> {
  await holding.deps.save(next);
  holding.state = next;
}

async function stage(holding: Holding, deployment: DeploymentRef, message: StageMessage): Promise<void> {
  const { state, deps, runs } = holding;
  const held = find(holding, deployment);
  if (held !== undefined) return requireSame(held, message);
  if (state.deployments.length >= deps.limit) throw new StewardError('target_full', { limit: deps.limit });
  const added: HeldDeployment = { ...nameOf(deployment), ...message };
  await save(holding, { ...state, deployments: [...state.deployments, added] });
  runs.set(keyOf(added), deps.run(added));
}

/** Its run, which nobody can reach any more, or undefined when there was none. */
async function remove(holding: Holding, deployment: DeploymentRef): Promise<DeploymentRun | undefined> {
  const { state, runs } = holding;
  const { environment, release } = deployment;
  if (findServing(holding, deployment)?.release === release)
    throw new StewardError('withdraw_serving', { environment, release: releaseName(release) });
  const deployments = state.deployments.filter((held) => !isSameDeployment(held, deployment));
  if (deployments.length < state.deployments.length) await save(holding, { ...state, deployments });
  const run = runs.get(keyOf(deployment));
  runs.delete(keyOf(deployment));
  return run;
}

async function switchTraffic(
  holding: Holding,
  environment: EnvironmentRef,
  { release, expectedPrevious }: SwitchMessage,
  seen: Observation,
): Promise<void> {
  const { state } = holding;
  const now = findServing(holding, environment)?.release;
  if (now === release) return;
  requireExpected(environment, now, expectedPrevious);
  const next = nameOf({ ...environment, release });
  requireReady(next, seen);
  const others = state.serving.filter((serving) => !isSameEnvironment(serving, environment));
  await save(holding, { ...state, serving: [...others, next] });
}

function find({ state }: Holding, deployment: DeploymentRef): HeldDeployment | undefined {
  return state.deployments.find((held) => isSameDeployment(held, deployment));
}

function findServing({ state }: Holding, environment: EnvironmentRef): DeploymentRef | undefined {
  return state.serving.find((serving) => isSameEnvironment(serving, environment));
}

function keyOf({ project, environment, release }: DeploymentRef): string {
  return `${project}/${environment}/${release}`;
}

function nameOf({ project, environment, release }: DeploymentRef): DeploymentRef {
  return { project, environment, release };
}

/**
 * A release never changes its image; the label and the layout's place are no part of what runs. How rows are recorded is
 * told with the stage that began it: a policy that was changed since takes effect with the next release.
 */
function requireSame(held: HeldDeployment, message: StageMessage): void {
  if (held.image === message.image && held.versionDirectory === message.versionDirectory) return;
  const { environment, release, image } = held;
  throw new StewardError('stage_conflict', { environment, release: releaseName(release), image });
}

function requireExpected({ environment }: EnvironmentRef, actual: number | undefined, expected: number | null): void {
  if ((actual ?? null) === expected) return;
  const name = (release: number | null) => (release === null ? 'nothing' : releaseName(release));
  throw new StewardError('switch_conflict', { environment, actual: name(actual ?? null), expected: name(expected) });
}

function requireReady({ environment, release }: DeploymentRef, seen: Observation): void {
  if (seen.state === 'ready') return;
  const why = seen.state === 'absent' ? 'it is not staged' : seen.detail.replace(/\.$/, '');
  throw new StewardError('switch_not_ready', { environment, release: releaseName(release), why });
}
