import path from 'node:path';
import { readAuditOf } from '../../database/audit';
import { getRelease } from '../../database/releases';
import type { ReleaseStep } from '../../domain/release/steps';
import { takeLock } from '../../formats/files/with-lock';
import type { UnitName } from '../../worker/laptop/start-laptop';
import { approve, cardOf, type DrivenLaptop, inState, recorded, requestRelease, until } from '../support/laptop-driver';
import type { Holds, HoldPlace } from './holds';

/** One release of a wave, and where it is when the kill comes. */
export interface Lane {
  readonly step: ReleaseStep;
  readonly hold: HoldPlace;
  /**
   * What then keeps the step in the middle of its work: a local host that is stopped, so that a request is on its way
   * to it; the image index locked by somebody else; else the hold itself, with the work done and not yet noted.
   */
  readonly middle?: 'stopped host' | 'locked index';
  /** A second hold, for a step that asks the local host something before the request that matters. */
  readonly then?: HoldPlace;
}

/**
 * All steps in two waves, since the builder does two things at once. The lanes that have to get past the builder come
 * first in a wave; a hold in the builder comes last.
 */
export const waves: readonly (readonly Lane[])[] = [
  [
    { step: 'record', hold: 'record/running', middle: 'stopped host', then: 'withdraw.intended' },
    { step: 'verify', hold: 'verify/running', middle: 'stopped host' },
    { step: 'push', hold: 'push/running', middle: 'locked index' },
    { step: 'plan', hold: 'plan/running', middle: 'stopped host' },
    { step: 'check', hold: 'check/done' },
  ],
  [
    { step: 'switch', hold: 'switch/running', middle: 'stopped host' },
    { step: 'stage', hold: 'stage/running', middle: 'stopped host' },
    { step: 'approve', hold: 'approve/done' },
    { step: 'build', hold: 'build/done' },
  ],
];

export interface Cell {
  readonly step: ReleaseStep;
  readonly killed: UnitName;
  readonly environment: string;
  readonly release: number;
  /** From the kill to serving and recorded. */
  readonly seconds: number;
}

const afterApproval: readonly ReleaseStep[] = ['push', 'stage', 'verify', 'switch', 'record'];

/** Brings one release to the middle of each of the wave's steps, kills the process, and sees all of them to their end. */
export async function runWave(
  driven: DrivenLaptop,
  holds: Holds,
  wave: readonly Lane[],
  killed: UnitName,
  choose: (lane: Lane) => { readonly version: string; readonly environment: string },
): Promise<readonly Cell[]> {
  const lanes: Placed[] = [];
  for (const lane of wave) lanes.push({ ...lane, ...choose(lane), release: 0 });
  for (const lane of lanes) await holds.take(lane.environment, lane.hold);
  const placed = await bringToHolds(driven, holds, lanes);
  const letGo = await holdInTheMiddle(driven, holds, placed);
  const clicking = await clickHeld(driven, holds, placed);
  const started = performance.now();
  const ready = killNow(driven, killed);
  await letGo();
  const [seconds] = await Promise.all([
    Promise.all(placed.map((lane) => seeToTheEnd(driven, lane, started))),
    ready,
    ...clicking,
  ]);
  return placed.map(({ step, environment, release }, at) => ({
    ...{ step, killed, environment, release },
    seconds: seconds[at] ?? Number.NaN,
  }));
}

interface Placed extends Lane {
  readonly version: string;
  readonly environment: string;
  readonly release: number;
}

async function bringToHolds(driven: DrivenLaptop, holds: Holds, lanes: readonly Placed[]): Promise<Placed[]> {
  const bring = async (lane: Placed): Promise<Placed> => {
    const release = await requestRelease(driven, lane.version, lane.environment);
    if (afterApproval.includes(lane.step)) await approve(driven, release);
    if (lane.step === 'approve') await inState(driven, release, 'waiting');
    else await holds.held(lane.environment, lane.hold);
    // So that a second card can only be an error: its one allowed cause, a kill while the first is sent, is tested apart.
    await cardOf(driven, release, () => true);
    return { ...lane, release };
  };
  const inBuilder = lanes.at(-1);
  const placed = await Promise.all(lanes.slice(0, -1).map(bring));
  return inBuilder === undefined ? placed : [...placed, await bring(inBuilder)];
}

/** Locks the index and stops the local host, and lets the steps run into them; resolves with what undoes it all. */
async function holdInTheMiddle(
  driven: DrivenLaptop,
  holds: Holds,
  lanes: readonly Placed[],
): Promise<() => Promise<void>> {
  const { laptop } = driven;
  const host = laptop.part('localHost').pid() ?? 0;
  const index = await takeLock(path.join(laptop.settings.STEWARD_STORE_DIR, '.index.lock'), 5_000);
  const letRun = async (middle: Lane['middle']): Promise<void> => {
    for (const lane of lanes) {
      if (lane.middle !== middle) continue;
      await holds.letGo(lane.environment, lane.then ?? lane.hold);
      await until(`r${lane.release} in the middle of ${lane.step}`, () => isInTheMiddle(driven, lane));
    }
  };
  await letRun('locked index');
  for (const { environment, hold, then } of lanes) {
    if (then === undefined) continue;
    await holds.take(environment, then);
    await holds.letGo(environment, hold);
    await holds.held(environment, then);
  }
  process.kill(host, 'SIGSTOP');
  await letRun('stopped host');
  return async () => {
    await holds.letGoAll();
    // The killed one need not be the local host; a signal to one that is gone is no error here.
    if (laptop.part('localHost').pid() === host) process.kill(host, 'SIGCONT');
    await index.release();
  };
}

const intentions: Partial<Record<ReleaseStep, string>> = {
  push: 'push.intended',
  stage: 'stage.intended',
  switch: 'switch.intended',
  record: 'withdraw.intended',
};

/** The step runs, and what has an effect outside has written its intention. */
async function isInTheMiddle({ database }: DrivenLaptop, { release, step }: Placed): Promise<true | undefined> {
  const { steps } = await getRelease(database, release);
  if (steps.find((record) => record.step === step)?.state !== 'running') return undefined;
  const intention = intentions[step];
  if (intention === undefined) return true;
  const rows = await readAuditOf(database, `release/${release}`);
  return rows.some(({ action }) => action === intention) || undefined;
}

/** A click whose decision is under way: held in the transaction that decides. Resolves with what waits for its answer. */
async function clickHeld(driven: DrivenLaptop, holds: Holds, lanes: readonly Placed[]): Promise<Promise<unknown>[]> {
  const lane = lanes.find(({ step }) => step === 'approve');
  if (lane === undefined) return [];
  const clicking = approve(driven, lane.release);
  await holds.held(lane.environment, lane.hold);
  return [clicking];
}

/** `kill -9`; resolves when the supervisor has it back. */
export function killNow({ laptop }: DrivenLaptop, name: UnitName): Promise<void> {
  const unit = laptop.part(name);
  const before = unit.pid() ?? 0;
  process.kill(before, 'SIGKILL');
  return until(`${name} back`, () => Promise.resolve(isAnother(unit.pid(), before) || undefined)).then(() => undefined);
}

function isAnother(pid: number | undefined, before: number): boolean {
  return pid !== undefined && pid !== before;
}

/** Approved where nobody had approved yet, served and recorded. A click that was under way is not repeated. */
async function seeToTheEnd(driven: DrivenLaptop, { release, step }: Placed, started: number): Promise<number> {
  const wasApproved = step === 'approve' || afterApproval.includes(step);
  if (!wasApproved) {
    await inState(driven, release, 'waiting');
    await driven.laptop.part('bot').whenReady();
    await approve(driven, release);
  }
  await recorded(driven, release);
  return (performance.now() - started) / 1_000;
}
