import type { Message } from '../../wire/chat';

/** The end of a live card: `r3, revision 5 of this card.`, `a1, raised at …; revision 1 of this card.` */
const mark = /"([rat]\d+), [^"]*\bof this card\./;

/** The release, alert or retraining whose live card a message is; undefined of all other messages. */
function subjectOf({ card, deleted, author }: Message): string | undefined {
  if (deleted || card === undefined || author.kind !== 'bot') return undefined;
  return mark.exec(JSON.stringify(card))?.[1];
}

/** The newest live card of a release, an alert or a retraining (`r3`, `a1`, `t2`). */
export function findCard(messages: Iterable<Message>, name: string): Message | undefined {
  return [...messages].findLast((message) => subjectOf(message) === name);
}

/** The live card that a shorter one below it in the thread tells of; undefined for what tells of none. */
export function findCardAbove(thread: readonly Message[], told: Message): Message | undefined {
  const isTold = told.author.kind === 'bot' && told.card !== undefined && subjectOf(told) === undefined;
  if (!isTold) return undefined;
  return thread.slice(0, thread.indexOf(told)).findLast((message) => subjectOf(message) !== undefined);
}
