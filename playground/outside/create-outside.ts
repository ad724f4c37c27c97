import { messageOf, PlaygroundFailure } from '../client/failure';
import type { OutsideState } from '../page/wire/outside';
import type { Steward } from '../story/steward';
import { breakModelServer, cutDatabase } from './break-things';
import { countUntold, deliverOutcomes } from './deliver-outcomes';
import { finishInterrupted } from './finish-interrupted';
import { openWorld } from './open-world';
import { type Scene, several } from './scene';
import { sendApplicants } from './send-applicants';
import { setStage } from './set-stage';
import type { Starter } from './starter';
import { watchServing } from './watch-serving';

/** Plays the world outside against a running Steward: applicants, what becomes of them, drift, and things that break. */
export interface Outside {
  /** All that the drawer shows. */
  state(): OutsideState;
  /** Hears of each change from now on, until the returned function is called. */
  onChange(listener: () => void): () => void;
  /** So many people apply and are scored, 1 … 5,000. Throws a PlaygroundFailure when something is under way. */
  sendApplications(applicants: number): void;
  /** What became of this share (above 0, at most 1) of those who are not told yet, the oldest first. Throws likewise. */
  deliverOutcomes(share?: number): void;
  /** How far the world of those who apply from now on is from the one that the champion learnt: 0 … 1. Throws likewise. */
  setDrift(drift: number): void;
  /** Kills the model server that serves. Resolves when that is done; that it is back is told later. */
  breakModelServer(): Promise<void>;
  /** 1 … 60 whole seconds. Resolves when the database is down; that it is back is told later. */
  cutDatabase(seconds?: number): Promise<void>;
  /** Stops in the middle of what is under way, which the next start finishes. */
  close(): Promise<void>;
}

export interface OutsideDeps extends Pick<Scene, 'project' | 'environment' | 'now' | 'pause'> {
  /** The laptop's folder: what must outlive this process is in `world.json` and `world/`. */
  readonly home: string;
  /** Of the local host: `http://127.0.0.1:7713`. */
  readonly localHostUrl: string;
  readonly steward: Steward;
  readonly starter: Starter;
}

const mostApplicants = 5_000;
const standardCut = 10;

/** Goes on with what an earlier process left unfinished. Rejects with a PlaygroundFailure when `world.json` is damaged. */
export async function createOutside(deps: OutsideDeps): Promise<Outside> {
  const world = await openWorld(deps.home);
  const stage = setStage(world, deps.environment, deps.now);
  const ending = new AbortController();
  const { tell, progress } = stage;
  const address = `${deps.localHostUrl}/${deps.project}/${deps.environment}/v1/models/${deps.project}`;
  const scene: Scene = { ...deps, world, address, signal: ending.signal, tell, progress };
  const backstage = new Set<Promise<void>>();

  const tellFailure = (error: unknown): void => {
    if (!ending.signal.aborted) tell('failed', messageOf(error));
  };

  /** Works on without whoever asked; whatever ends it is told. */
  function goOn(work: () => Promise<void>): void {
    const settled = work()
      .catch(tellFailure)
      .finally(() => backstage.delete(settled));
    backstage.add(settled);
  }

  const begin = (what: string, of: number, work: () => Promise<void>): void => {
    stage.begin(what, of);
    goOn(() => work().catch(tellFailure).finally(stage.end));
  };

  finishInterrupted(scene, begin);
  goOn(() => watchServing(scene, stage.setServing));
  return {
    state: stage.state,
    onChange: stage.onChange,
    sendApplications(applicants) {
      requireNumber(applicants);
      begin(`${several(applicants, 'applicant')} are scored`, applicants, () => sendApplicants(scene, applicants));
    },
    deliverOutcomes(share = 1) {
      requireShare(share);
      const outcomes = Math.ceil(countUntold(world) * share);
      if (outcomes === 0 && !stage.isBusy())
        throw new PlaygroundFailure('Everything is told of everybody who was scored. Send applications first.');
      begin(`${several(outcomes, 'outcome')} are delivered`, outcomes, () => deliverOutcomes(scene, outcomes));
    },
    setDrift(drift) {
      requireDrift(drift);
      world.facts.drift = drift;
      stage.changed();
    },
    breakModelServer: async () => goOn(await breakModelServer(scene, stage.setServing)),
    async cutDatabase(seconds = standardCut) {
      const sayWhenBack = await cutDatabase(scene, seconds);
      // Not waited for by `close`: it ends with whoever keeps the database, and never rejects.
      void sayWhenBack();
    },
    async close() {
      ending.abort();
      await Promise.all(backstage);
      await world.kept();
    },
  };
}

function requireNumber(applicants: number): void {
  if (Number.isInteger(applicants) && applicants >= 1 && applicants <= mostApplicants) return;
  throw new PlaygroundFailure(`Send 1 to ${mostApplicants.toLocaleString('en')} applications, not ${applicants}.`);
}

function requireShare(share: number): void {
  if (share > 0 && share <= 1) return;
  throw new PlaygroundFailure(`Deliver a share of the outcomes above 0 and at most 1, not ${share}.`);
}

function requireDrift(drift: number): void {
  if (drift >= 0 && drift <= 1) return;
  throw new PlaygroundFailure(`Drift is a number from 0, the world that was learnt, to 1, not ${drift}.`);
}
