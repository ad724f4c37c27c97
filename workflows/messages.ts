import { defineSignal, defineUpdate } from '@temporalio/workflow';
import type { DecisionOutcome } from '../domain/release/decide';
import { messageNames } from './message-names';
import type { EvaluateRequest } from './names';

export interface DecideRequest {
  /** The release that the click is for: the same workflow id serves one release after another. */
  readonly release: number;
  /** The recorded click in PostgreSQL. */
  readonly click: number;
}

/** An update as opposed to a signal, because the person who clicked gets the outcome as the answer. */
export const decideUpdate = defineUpdate<DecisionOutcome, [DecideRequest]>(messageNames.decide);

/** The fallback when no worker answered: the click is judged when one is back. */
export const decideSignal = defineSignal<[DecideRequest]>(messageNames.decideLater);

/** The release changed in PostgreSQL: cancelled, superseded, decided. Or a monitor's policy did. */
export const wakeSignal = defineSignal(messageNames.wake);

/** Whoever asked for a registration waits no longer: say in this conversation how it ended. */
export const tellLaterSignal = defineSignal<[conversationId: string]>(messageNames.tellLater);

/** Look at the environment now: somebody asked, or outcomes came. */
export const evaluateSignal = defineSignal<[EvaluateRequest]>(messageNames.evaluate);

/** The same, answered with the number of the newest evaluation when the look is over. */
export const evaluateNowUpdate = defineUpdate<number, [EvaluateRequest]>(messageNames.evaluateNow);
