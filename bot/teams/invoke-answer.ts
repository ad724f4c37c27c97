import type { Message } from '../../domain/ports/chat';
import { cardContentType } from './message-activity';

/** The body of an answer to a pressed button. */
export interface InvokeAnswer {
  readonly statusCode: 200;
  readonly type: string;
  readonly value: unknown;
}

/**
 * What the person who pressed the button sees. Refusals too are 200: clients show other statuses as "something went
 * wrong", and an empty answer as a reason to press again.
 */
export function invokeAnswer(message: Message): InvokeAnswer {
  if (message.kind === 'card') return { statusCode: 200, type: cardContentType, value: message.card.json };
  return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: message.text };
}
