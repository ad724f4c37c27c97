import { once } from 'node:events';
import type { Observation } from '../../domain/ports/target';
import { type ProcessRun, type ProcessRunDeps, type RestartPolicy, runProcess } from './run-process';
import type { RunningChild } from './start-child';

/** A model server and the scoring gateway before it. */
export interface DeploymentRun {
  /** Ready when both are. */
  observe(): Observation;
  /** Their numbers; undefined for one that is not ready. */
  pids(): { readonly modelServer: number | undefined; readonly gateway: number | undefined };
  /** How often the model server was started again after it had been ready; its gateway only goes with it. */
  restarts(): number;
  /** Runs `work` with the gateway's port: what is sent there is recorded. Undefined while it is not ready. */
  score<T>(work: (port: number) => Promise<T>): Promise<T> | undefined;
  /** The same with the port of the model server itself: nothing of that is ever a scored row. */
  probe<T>(work: (port: number) => Promise<T>): Promise<T> | undefined;
  /** Waits for requests that are on their way, at most `drainMs`; then ends the gateway, and after it the model server. */
  stop(drainMs: number): Promise<void>;
}

export interface DeploymentRunDeps extends Pick<ProcessRunDeps, 'now' | 'pause'> {
  readonly startModel: (signal: AbortSignal) => Promise<RunningChild>;
  readonly startGateway: (modelPort: number, signal: AbortSignal) => Promise<RunningChild>;
  /** Told at every change of either, for the log. */
  readonly onChange: (which: 'model' | 'gateway', observation: Observation) => void;
}

const policies = {
  model: {
    what: 'model server',
    starting: 'the image is unpacked and the model loaded',
    longestPause: 10_000,
    forgiven: { kills: 3, ends: 0 },
  },
  /** Its predecessor may still hold the spool for seconds, after the local host was killed. */
  gateway: {
    what: 'scoring gateway',
    starting: 'the scoring gateway is started',
    longestPause: 2_000,
    forgiven: { kills: Infinity, ends: 5 },
  },
} as const satisfies Readonly<Record<string, RestartPolicy>>;

/**
 * Keeps both running until stopped. A gateway that ends is started again before the same model server; a model server that
 * ends takes its gateway with it, because the next one listens elsewhere.
 */
export function runDeployment(ready: Observation, deps: DeploymentRunDeps): DeploymentRun {
  const { now, pause } = deps;
  const models = createRelay();
  const model = runProcess(ready, policies.model, {
    now,
    pause,
    start: async (signal) => models.show(await deps.startModel(signal)),
    onChange: (seen) => deps.onChange('model', seen),
  });
  const gateway = runProcess(ready, policies.gateway, {
    now,
    pause,
    start: async (signal) => {
      const behind = await models.running(signal);
      const started = await deps.startGateway(behind.port, signal);
      const left = behind.ended.then(() => ({ why: 'its model server ended', killed: true }));
      return { ...started, ended: Promise.race([started.ended, left]) };
    },
    onChange: (seen) => deps.onChange('gateway', seen),
  });
  return {
    observe: () => observe(model, gateway),
    pids: () => ({ modelServer: model.pid(), gateway: gateway.pid() }),
    restarts: () => model.restarts(),
    score: (work) => gateway.use(work),
    probe: (work) => model.use(work),
    stop: async (drainMs) => {
      await gateway.stop(drainMs);
      await model.stop(drainMs);
    },
  };
}

function observe(model: ProcessRun, gateway: ProcessRun): Observation {
  const seen = model.observe();
  return seen.state === 'ready' ? gateway.observe() : seen;
}

/** Hands the model server that runs to whoever waits for one. */
function createRelay() {
  const waiting: ((child: RunningChild) => void)[] = [];
  let current: RunningChild | undefined;
  return {
    show: (child: RunningChild): RunningChild => {
      current = child;
      void child.ended.then(() => (current = undefined));
      for (const resolve of waiting.splice(0)) resolve(child);
      return child;
    },
    /** Rejects when the signal calls it off. */
    running: async (signal: AbortSignal): Promise<RunningChild> => {
      if (current !== undefined) return current;
      const shown = new Promise<RunningChild>((resolve) => waiting.push(resolve));
      const calledOff = once(signal, 'abort').then((): never => {
        throw new Error('it was called off');
      });
      return Promise.race([shown, calledOff]);
    },
  };
}
