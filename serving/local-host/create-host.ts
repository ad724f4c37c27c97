import type { Digest } from '../../domain/digest';
import { StewardError } from '../../domain/errors';
import { releaseName } from '../../domain/ids';
import type { DeploymentRef, EnvironmentRef, Observation, ServingObservation } from '../../domain/ports/target';
import type { StageMessage, SwitchMessage } from '../../formats/local-host/messages';
import type { ModelRun } from './run-model';
import { type HeldDeployment, type HostState, isSameDeployment, isSameEnvironment } from './state-file';

export interface HostDeps {
  /** What was running before. */
  readonly state: HostState;
  /** Makes the state last; resolves when it would survive a power cut. */
  readonly save: (state: HostState) => Promise<void>;
  readonly run: (deployment: HeldDeployment) => ModelRun;
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
  /** The model of one deployment, or the one that has an environment's traffic. */
  modelOf(deployment: DeploymentRef): ModelRun | undefined;
  servingModel(environment: EnvironmentRef): ModelRun | undefined;
  /** Every deployment that has traffic, and whether it can answer. */
  readiness(): readonly { readonly deployment: DeploymentRef; readonly observation: Observation }[];
  close(): Promise<void>;
}

/** How long requests that are on their way may keep a model alive that is withdrawn, or stopped with the host, in ms. */
const drainMs = { withdraw: 10_000, close: 5_000 } as const;

export function createHost(deps: HostDeps): Host {
  let state = deps.state;
  let last: Promise<unknown> = Promise.resolve();
  const runs = new Map<string, ModelRun>();
  for (const deployment of state.deployments) runs.set(keyOf(deployment), deps.run(deployment));

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };
  const save = async (next: HostState) => {
    await deps.save(next);
    state = next;
  };
  const find = (deployment: DeploymentRef) => state.deployments.find((held) => isSameDeployment(held, deployment));
  const servingRef = (environment: EnvironmentRef) =>
    state.serving.find((serving) => isSameEnvironment(serving, environment));
  const observe = (deployment: DeploymentRef): Observation =>
    runs.get(keyOf(deployment))?.observe() ?? { state: 'absent' };

  const remove = async (deployment: DeploymentRef): Promise<ModelRun | undefined> => {
    if (find(deployment) === undefined) return undefined;
    const { environment, release } = deployment;
    if (servingRef(deployment)?.release === release)
      throw new StewardError('withdraw_serving', { environment, release: releaseName(release) });
    await save({ ...state, deployments: state.deployments.filter((held) => !isSameDeployment(held, deployment)) });
    const run = runs.get(keyOf(deployment));
    runs.delete(keyOf(deployment));
    return run;
  };
  const forgetUnused = () => deps.keepImages(state.deployments.map(({ image }) => image));

  return {
    stage: (deployment, message) =>
      inTurn(async () => {
        const held = find(deployment);
        if (held !== undefined) return requireSame(held, message);
        if (state.deployments.length >= deps.limit) throw new StewardError('target_full', { limit: deps.limit });
        const added: HeldDeployment = { ...nameOf(deployment), ...message };
        await save({ ...state, deployments: [...state.deployments, added] });
        runs.set(keyOf(added), deps.run(added));
      }),
    observe,
    withdraw: async (deployment) => {
      const run = await inTurn(() => remove(deployment));
      await run?.stop(drainMs.withdraw);
      await inTurn(forgetUnused);
    },
    switchTo: (environment, message) =>
      inTurn(async () => {
        const next = { ...nameOf({ ...environment, release: message.release }) };
        const now = servingRef(environment);
        if (now?.release === message.release) return;
        requireExpected(environment, now?.release, message.expectedPrevious);
        requireReady(next, observe(next));
        const others = state.serving.filter((serving) => !isSameEnvironment(serving, environment));
        await save({ ...state, serving: [...others, next] });
      }),
    serving: (environment) => {
      const held = find({ ...environment, release: servingRef(environment)?.release ?? 0 });
      return held && { release: held.release, label: held.label, image: held.image };
    },
    deployments: (environment) => state.deployments.filter((held) => isSameEnvironment(held, environment)).map(nameOf),
    modelOf: (deployment) => runs.get(keyOf(deployment)),
    servingModel: (environment) => {
      const serving = servingRef(environment);
      return serving && runs.get(keyOf(serving));
    },
    readiness: () => state.serving.map((deployment) => ({ deployment, observation: observe(deployment) })),
    close: () => inTurn(async () => void (await Promise.all([...runs.values()].map((run) => run.stop(drainMs.close))))),
  };
}

function keyOf({ project, environment, release }: DeploymentRef): string {
  return `${project}/${environment}/${release}`;
}

function nameOf({ project, environment, release }: DeploymentRef): DeploymentRef {
  return { project, environment, release };
}

/** A release never changes its image; the label and the layout's place are no part of what runs. */
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
