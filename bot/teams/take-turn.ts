import { setTimeout as after } from 'node:timers/promises';
import { errorText, StewardError } from '../../domain/errors';
import type { Logger } from '../../domain/logger';
import type { ChatGateway, Message } from '../../domain/ports/chat';
import type { ChatAnswer, ChatEvent } from './chat-event';
import { type InvokeAnswer, invokeAnswer } from './invoke-answer';
import type { AnswerPlace, EventRead } from './read-event';

export interface TurnDependencies {
  readonly gateway: ChatGateway;
  /** Nothing is answered where there is nothing to say: a repetition, a removal. */
  readonly handle: (event: ChatEvent) => Promise<ChatAnswer | undefined>;
  readonly logger: Logger;
  /** How long a sender waits before it hears that the answer takes longer, in milliseconds; the channel gives up after ten seconds. */
  readonly patienceMs: number;
  /** Keeps hold of work that goes on after its turn was answered. */
  readonly keep: (work: Promise<void>) => void;
}

const textOf = (error: StewardError): Message => ({ kind: 'text', text: error.message });

/** Says it where it was asked. What the channel does not take is logged: there is nobody else to tell. */
async function say(deps: TurnDependencies, place: AnswerPlace, message: Message): Promise<void> {
  try {
    await deps.gateway.post(place.conversation, message, place.thread);
  } catch (error) {
    const conversation = place.conversation.conversationId;
    deps.logger.error('an answer did not reach its conversation', { conversation, why: errorText(error), error });
  }
}

async function answerOf(deps: TurnDependencies, event: ChatEvent): Promise<ChatAnswer | undefined> {
  try {
    return await deps.handle(event);
  } catch (error) {
    deps.logger.error('an event of the channel was not handled', { request: event.activityId, error });
    const what = 'the request was not finished';
    return { message: textOf(new StewardError('internal', { what, request: event.activityId })) };
  }
}

/** A late card is not shown any more: by then its message was edited for everybody. The late text still is an answer. */
async function sayLate(
  deps: TurnDependencies,
  place: AnswerPlace,
  work: Promise<ChatAnswer | undefined>,
): Promise<void> {
  const answer = await work;
  if (answer) await say(deps, place, answer.message);
}

/** The answer, or that it takes longer; then it is said when it is there. */
async function answerInTime(
  deps: TurnDependencies,
  event: ChatEvent,
  place: AnswerPlace,
): Promise<ChatAnswer | undefined> {
  const work = answerOf(deps, event);
  const timer = new AbortController();
  const late = after(deps.patienceMs, 'late' as const, { signal: timer.signal }).catch(() => 'late' as const);
  const first = await Promise.race([work, late]);
  timer.abort();
  if (first !== 'late') return first;
  deps.keep(sayLate(deps, place, work));
  return { message: textOf(new StewardError('still_working')) };
}

/**
 * One activity → what happens and what the HTTP answer carries. A pressed button (`invoked`: its sender waits for a
 * body) is always answered with something to show; anything else is answered in its conversation, or not at all where
 * there is nothing to say.
 */
export async function takeTurn(
  deps: TurnDependencies,
  read: EventRead,
  invoked: boolean,
): Promise<InvokeAnswer | undefined> {
  if (read.kind === 'ignored') {
    const { why, suspicious } = read;
    deps.logger[suspicious ? 'warn' : 'debug']('an activity of the channel was ignored', { why });
    return invoked ? invokeAnswer({ kind: 'text', text: 'Steward does not answer here.' }) : undefined;
  }
  const answer = read.kind === 'refused' ? { message: textOf(read.error) } : await answerInTime(deps, read.event, read);
  if (invoked) return invokeAnswer(answer?.card ?? answer?.message ?? { kind: 'text', text: 'Received.' });
  if (answer) await say(deps, read, answer.message);
  return undefined;
}
