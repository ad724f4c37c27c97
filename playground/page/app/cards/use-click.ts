import { useRef, useState } from 'preact/hooks';
import type { Card, Message } from '../../wire/chat';
import { click } from '../state/chat-actions';
import { SendFailure } from '../state/send';
import type { Pressed } from './card-surface';
import type { Press } from './draw-card';
import { explainRefusal } from './explain-refusal';
import { type Outcome, readAnswer } from './read-answer';

/** The stand-in keeps this many former cards of a message. */
const mostEditions = 50;

interface Answered {
  readonly message: Message;
  readonly me: string;
  readonly outcome: Outcome;
}

function failureOf(error: unknown): Outcome {
  if (error instanceof SendFailure) return { kind: 'failed', why: explainRefusal(error.message, error.code) };
  return { kind: 'failed', why: error instanceof Error ? error.message : String(error) };
}

/**
 * Presses buttons of a message's card for the visitor. The answer is told until the message itself brings it, which
 * it does a moment later for notes and cards; a failure is told until the next press, or until it is dismissed.
 */
export function useClick(message: Message, me: string, oldPhone: boolean) {
  const [answered, setAnswered] = useState<Answered | undefined>();
  const newest = useRef(message);
  newest.current = message;

  async function press({ button, inputs }: Press): Promise<Pressed> {
    setAnswered(undefined);
    // The card that the visitor sees is pressed, also when a newer one is on its way.
    const everybodys = message.views[me] === undefined && message.edits <= mostEditions;
    const edition = everybodys ? { edition: message.edits } : {};
    const outcome = await click({ as: me, message: message.id, button, inputs, oldClient: oldPhone, ...edition }).then(
      readAnswer,
      failureOf,
    );
    setAnswered({ message: newest.current, me, outcome });
    return outcome.kind === 'card' || outcome.kind === 'sent' ? 'taken' : 'refused';
  }

  const mine = answered?.me === me ? answered.outcome : undefined;
  const early = answered?.message === message ? mine : undefined;
  const card: Card | undefined = early?.kind === 'card' ? early.card : undefined;
  return {
    press,
    card,
    note: early?.kind === 'note' ? early.text : undefined,
    failure: mine?.kind === 'failed' ? mine.why : undefined,
    forget: () => setAnswered(undefined),
  };
}
