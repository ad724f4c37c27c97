import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  continueAsNew,
  log,
  proxyActivities,
  rootCause,
  setHandler,
} from '@temporalio/workflow';
import type { DueReport, DueRequest, MonitoringActivities } from '../activities/monitoring';
import { evaluateNowUpdate, evaluateSignal, wakeSignal } from './messages';
import { type EvaluateRequest, monitorEndings, type MonitorInput } from './names';
import { timeOuts } from './time-outs';

const { evaluateDue } = proxyActivities<Pick<MonitoringActivities, 'evaluateDue'>>(timeOuts.judgement);
const { recordBrokenLook } = proxyActivities<Pick<MonitoringActivities, 'recordBrokenLook'>>(timeOuts.light);

/** What other rooms do with what a look found. */
interface FollowUps {
  showAlert(key: { alert: number }): Promise<unknown>;
  tellAllIsWell(key: { evaluation: number }): Promise<unknown>;
  openAutomaticRetraining(request: { project: string; environment: string; alert: number }): Promise<unknown>;
}

const chat = proxyActivities<Pick<FollowUps, 'showAlert' | 'tellAllIsWell'>>(timeOuts.chat);
const { openAutomaticRetraining } = proxyActivities<Pick<FollowUps, 'openAutomaticRetraining'>>(timeOuts.chat);

/** Looks in one run: keeps the history short. */
const looksInARun = 100;
/** To the next look after one that could not be taken. */
const retryMs = 60_000;

/**
 * Looks after one environment for as long as the project file has it judged: by the policy's timer, when somebody asks,
 * and when outcomes come. It decides nothing itself; what a look finds is judged and written in one transaction.
 */
export async function monitor(input: MonitorInput): Promise<void> {
  const desk = openDesk(input);
  for (let looks = 1; ; looks += 1) {
    const report = await desk.look();
    if (report && report.everyMs === undefined) return desk.close();
    // However many ask, and however often: a run that waited until nobody does might never end.
    if (looks >= looksInARun) break;
    if (!report?.more) await condition(() => desk.isAsked(), report?.everyMs ?? retryMs);
  }
  await desk.leave();
  await continueAsNew<typeof monitor>(desk.handOver());
}

interface Desk {
  /** Whether something was asked for since the last look began. */
  isAsked(): boolean;
  /** One look, and what follows from it; undefined when it could not be taken, and what was asked for stays asked for. */
  look(): Promise<DueReport | undefined>;
  /** Nothing is judged here any more: whoever waits is told so. */
  close(): Promise<void>;
  /** This run is over: whoever still waits is told to ask the next one, which looks at once. */
  leave(): Promise<void>;
  handOver(): MonitorInput;
}

/** Where requests arrive. The handlers stand before anything is awaited, or early updates would be refused. */
function openDesk({ project, environment, ...kept }: MonitorInput): Desk {
  const place = { project, environment };
  let { after, since, asked } = kept;
  let requests = 0;
  let attempted = 0;
  let answered = 0;
  let over: ApplicationFailure | undefined;
  const ask = (request: EvaluateRequest): void => {
    requests += 1;
    // One look answers all; that a person asked says more than that outcomes came.
    if (asked?.cause !== 'asked' || request.cause === 'asked') asked = request;
  };
  setHandler(evaluateSignal, ask);
  setHandler(wakeSignal, () => void (requests += 1));
  setHandler(evaluateNowUpdate, async (request) => {
    ask(request);
    const mine = requests;
    await condition(() => over !== undefined || answered >= mine);
    if (over && answered < mine) throw over;
    return after ?? 0;
  });
  const end = async (why: ApplicationFailure): Promise<void> => {
    over = why;
    await condition(allHandlersFinished);
  };

  return {
    isAsked: () => requests > attempted,
    async look() {
      const mine = requests;
      attempted = mine;
      const request = asked;
      asked = undefined;
      try {
        const report = await evaluateDue({
          ...place,
          ...(request ?? { cause: 'timer' as const }),
          ...(after === undefined ? {} : { after }),
          ...(since === undefined ? {} : { since }),
        });
        if (report.everyMs === undefined) return report;
        after = report.newest;
        since = report.seen ?? since;
        answered = mine;
        await followUp(place, report);
        return report;
      } catch (error) {
        log.warn('look not taken', { ...place, why: String(error) });
        asked ??= request;
        await recordBroken({ ...place, ...(request ?? { cause: 'timer' as const }) }, error);
        return undefined;
      }
    },
    close: () => end(ApplicationFailure.nonRetryable('nothing is judged here', monitorEndings.notMonitored, place)),
    leave: () => end(ApplicationFailure.nonRetryable('the next run goes on', monitorEndings.nextRun, place)),
    handOver: () => ({
      ...place,
      ...(after === undefined ? {} : { after }),
      ...(since === undefined ? {} : { since }),
      ...(asked === undefined ? {} : { asked }),
    }),
  };
}

/** Whoever watches is to hear of a look that could not be taken: it is on record as a failed evaluation. */
async function recordBroken(
  look: { project: string; environment: string; cause: DueRequest['cause']; by?: string },
  error: unknown,
): Promise<void> {
  const place = { project: look.project, environment: look.environment };
  try {
    const what = rootCause(error) ?? String(error);
    const { alerts } = await recordBrokenLook({ ...look, at: new Date().toISOString(), what });
    await followUp(place, { alerts, well: [] });
  } catch (why) {
    log.warn('a look that was not taken is not on record', { ...place, why: String(why) });
  }
}

/** One that does not work out is in the way of no other; cards are shown again by the next look or the sweep. */
async function followUp(
  place: { project: string; environment: string },
  report: Pick<DueReport, 'retrain' | 'alerts' | 'well'>,
): Promise<void> {
  const attempt = async (what: string, work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      log.warn(`${what} did not work out`, { ...place, why: String(error) });
    }
  };
  const { retrain, alerts, well } = report;
  if (retrain) await attempt('a retraining', () => openAutomaticRetraining({ ...place, ...retrain }));
  await Promise.all([
    ...alerts.map((alert) => attempt('showing an alert', () => chat.showAlert({ alert }))),
    ...well.map((evaluation) => attempt('telling that all is well', () => chat.tellAllIsWell({ evaluation }))),
  ]);
}
