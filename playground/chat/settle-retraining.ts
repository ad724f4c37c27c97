import type { Channel } from '../client/channel';
import { readTwin, releaseOf, retrainingOf } from '../client/read-twin';
import { isUnderWay, textOf } from '../client/what-is-new';

/** The retraining that an answer starts or ends, if it does that; `pressed` is the one whose button was pressed. */
export function promisedRetraining(answer: string, pressed?: string): string | undefined {
  if (pressed !== undefined && !/\bcard (?:follows|shows how far)/.test(answer)) return pressed;
  return /^(t\d+)(?:: a challenger| is at it already| is being cancelled)/.exec(answer)?.[1];
}

const hasEnded = /^(?:Registered|Not better|Failed|Cancelled)/;

/** Waits until it has ended and, if that led to a release, until that one asks for something or is over. */
export async function waitForRetraining(channel: Channel, retraining: string): Promise<void> {
  const release = /\b(r\d+)\s+asks\s/.exec(await endingOf(channel, retraining))?.[1];
  if (release === undefined) return;
  await channel.waitFor(`${release} to come to rest`, (message) => {
    const text = textOf(message);
    return releaseOf(text) === release && !isUnderWay(readTwin(text).state);
  });
}

/** What its card says when it has ended. A training may be long: patience begins anew with each edit of the card. */
async function endingOf(channel: Channel, retraining: string): Promise<string> {
  const seen = new Map<string, number>();
  for (;;) {
    const message = await channel.waitFor(
      `${retraining} to end`,
      (card) => retrainingOf(textOf(card)) === retraining && card.edits > (seen.get(card.id) ?? -1),
    );
    if (hasEnded.test(readTwin(textOf(message)).state ?? '')) return textOf(message);
    seen.set(message.id, message.edits);
  }
}
