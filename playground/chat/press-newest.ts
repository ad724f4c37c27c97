import { readClickAnswer } from '../client/click-answer';
import type { ChannelMessage, ConnectorClient, Person } from '../client/connector-client';
import { PlaygroundFailure } from '../client/failure';
import { releaseOf } from '../client/read-twin';
import { textOf } from '../client/what-is-new';
import { reasonInput, takesReason } from './render-message';

export interface WantedPress {
  /** The button's verb: `approve`. */
  readonly button: string;
  /** A release, if it is to be the card of a certain one, and the reason. */
  readonly rest: string;
}

export interface ChosenButton {
  readonly card: ChannelMessage;
  readonly verb: string;
  readonly title: string;
  readonly reason: string;
}

/** Finds the newest card with the wanted button, or that of the release that is named first. */
export function chooseButton(messages: readonly ChannelMessage[], { button, rest }: WantedPress): ChosenButton {
  const [, named, after = ''] = /^(r\d+)\b\s*(?:--\s*)?(.*)$/s.exec(rest) ?? [];
  const cards = messages.filter(({ buttons }) => buttons.some(({ verb }) => verb === button));
  const card = cards.findLast((message) => named === undefined || releaseOf(textOf(message)) === named);
  const title = card?.buttons.find(({ verb }) => verb === button)?.title;
  if (card === undefined || title === undefined)
    throw new PlaygroundFailure(
      `No card${named === undefined ? '' : ` of ${named}`} shows a button "${button}" now: /channel shows what there is.`,
    );
  const reason = named === undefined ? rest.replace(/^--\s*/, '') : after;
  if (reason === '' && takesReason(card, button))
    throw new PlaygroundFailure(`[${title}] needs your reason behind it: /press ${button} evidence reviewed`);
  if (reason !== '' && !takesReason(card, button))
    throw new PlaygroundFailure(`[${title}] takes no reason: /press ${button}`);
  return { card, verb: button, title, reason };
}

/** Presses it; resolves with what the one who pressed is told, or undefined when the answer comes as a message. */
export async function pressChosen(
  connector: ConnectorClient,
  person: Person,
  { card, verb, title, reason }: ChosenButton,
): Promise<string | undefined> {
  const inputs = reason === '' ? {} : { [reasonInput(verb)]: reason };
  const answer = await connector.press(person, card.id, verb, inputs).catch((error: unknown) => {
    if (!(error instanceof PlaygroundFailure) || error.code !== 'NoSuchButton') throw error;
    throw new PlaygroundFailure(`What ${person.name} sees of that card has no [${title}] any more. Read it: /details`);
  });
  return answer === undefined ? undefined : readClickAnswer(answer);
}
