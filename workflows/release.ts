import {
  ActivityFailure,
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  condition,
  isCancellation,
  log,
  proxyActivities,
  setHandler,
} from '@temporalio/workflow';
import type { ReleaseActivities, ReleaseGlance } from '../activities/release';
import { isOpen } from '../domain/release/states';
import type { ReleaseStep } from '../domain/release/steps';
import { followWork, ignoreCancellation } from './follow-work';
import { decideSignal, decideUpdate, type DecideRequest, wakeSignal } from './messages';
import type { ReleaseInput } from './names';
import { keepShown } from './keep-shown';
import { timeOuts } from './time-outs';

interface ReleaseKey {
  readonly release: number;
}

const light = proxyActivities<ReleaseActivities>(timeOuts.light);
const onTarget = proxyActivities<ReleaseActivities>(timeOuts.target);
const heavy = proxyActivities<ReleaseActivities>(timeOuts.heavy);

/** At what a target says of a model that does not come up at once. */
const glances = { firstMs: 5_000, growth: 1.5, longestMs: 30_000 } as const;

/**
 * One release, from Check to Record. PostgreSQL holds what is true; this holds only the order of things, the waiting and
 * what happens when a step fails. Every activity may run twice and asks PostgreSQL whether the release still goes on.
 */
export async function release(input: ReleaseInput): Promise<string> {
  const desk = openDesk(input.release);
  const shown = keepShown(input);
  const scope = new CancellationScope();
  const watch = new CancellationScope();
  const watching = watch.run(() => desk.watch(scope)).catch(ignoreCancellation);
  try {
    await scope.run(() => carryOut(input.release, desk, shown.change));
  } catch (error) {
    await CancellationScope.nonCancellable(() => giveUp(input.release, error));
  }
  return CancellationScope.nonCancellable(async () => {
    watch.cancel();
    await watching;
    await condition(allHandlersFinished);
    const glance = await light.glance(input);
    if (glance.state === 'serving' && !glance.done.includes('record')) await onTarget.record(input);
    await shown.finish();
    if (input.superseded !== undefined) await heavy.discardBuild({ release: input.superseded });
    if (glance.state !== 'serving') await heavy.discardBuild(input);
    return glance.state;
  });
}

async function carryOut(number: number, desk: Desk, changed: () => void): Promise<void> {
  const key = { release: number };
  let glance = await light.glance(key);
  while (isOpen(glance.state)) {
    if (glance.state === 'preparing') glance = await prepare(key, glance, changed);
    if (glance.state === 'waiting') glance = await desk.awaitDecision(glance, changed);
    if (glance.state !== 'approved') continue;
    await onTarget.confirmPlan(key);
    glance = await light.glance(key);
    if (glance.state === 'approved') glance = await bringToServing(key, glance, changed);
  }
}

async function prepare(key: ReleaseKey, glance: ReleaseGlance, changed: () => void): Promise<ReleaseGlance> {
  const isOpenStep = (step: ReleaseStep) => !glance.done.includes(step);
  if (isOpenStep('check')) await heavy.check(key);
  changed();
  if (isOpenStep('build')) await heavy.build(key);
  changed();
  if (isOpenStep('plan')) await onTarget.plan(key);
  const next = await light.openApproval({ ...key, now: now() });
  changed();
  return next;
}

async function bringToServing(key: ReleaseKey, glance: ReleaseGlance, changed: () => void): Promise<ReleaseGlance> {
  const isOpenStep = (step: ReleaseStep) => !glance.done.includes(step);
  changed();
  if (isOpenStep('push')) await heavy.push(key);
  changed();
  if (isOpenStep('stage')) await followWork(glances, () => onTarget.stage(key), changed);
  changed();
  if (isOpenStep('verify')) await onTarget.verify(key);
  changed();
  await onTarget.switchTraffic(key);
  changed();
  return light.glance(key);
}

/** The workflow's own clock: replays give the same time. */
function now(): string {
  return new Date().toISOString();
}

/** Ends the release by what is true on its target; goes on trying, as nothing else may end it. */
async function giveUp(number: number, error: unknown): Promise<void> {
  const reason = reasonOf(error);
  log.info('release gives up', { release: number, code: reason.code });
  await light.settle({ release: number, ...reason });
}

function reasonOf(error: unknown): { code: string; details: Record<string, string | number | boolean> } {
  if (isCancellation(error)) return { code: 'engine_lost', details: {} };
  const failure = error instanceof ActivityFailure ? error.cause : error;
  if (!(failure instanceof ApplicationFailure)) return { code: 'step_timed_out', details: { what: String(failure) } };
  const [details] = (failure.details ?? []) as [Record<string, string | number | boolean>?];
  return { code: failure.type ?? 'internal', details: details ?? { what: failure.message } };
}

interface Desk {
  /** Waits until the release is decided, expired or ended otherwise. */
  awaitDecision(glance: ReleaseGlance, changed: () => void): Promise<ReleaseGlance>;
  /** Cancels the scope when somebody asked for that while steps are running. */
  watch(scope: CancellationScope): Promise<void>;
}

/** Where decisions and news arrive. The handlers stand before anything is awaited, or early updates would be refused. */
function openDesk(number: number): Desk {
  const key = { release: number };
  let news = 0;
  const judge = async ({ click }: DecideRequest) => {
    const outcome = await light.judge({ click });
    news += 1;
    return outcome;
  };
  setHandler(decideUpdate, judge, {
    validator: (request: DecideRequest) => {
      if (request.release !== number)
        throw ApplicationFailure.nonRetryable(`r${request.release} is over`, 'approval_other_release');
    },
  });
  setHandler(decideSignal, async (request: DecideRequest) => {
    if (request.release === number) await judge(request);
  });
  setHandler(wakeSignal, () => {
    news += 1;
  });

  return {
    async awaitDecision(first, changed) {
      for (let glance = first; ; changed()) {
        // Noted before looking, so that news in between is not slept over.
        const heard = news;
        glance = await light.glance(key);
        if (glance.state !== 'waiting') return glance;
        const left = Date.parse(glance.expiresAt ?? now()) - Date.now();
        if (await condition(() => news > heard, Math.max(1, left))) continue;
        glance = await light.expire({ ...key, now: now() });
        if (glance.state !== 'waiting') return glance;
      }
    },
    async watch(scope) {
      for (;;) {
        const heard = news;
        if ((await light.glance(key)).cancelRequested) return scope.cancel();
        await condition(() => news > heard);
      }
    },
  };
}
