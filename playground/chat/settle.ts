import type { Channel } from '../client/channel';
import type { ChannelMessage } from '../client/connector-client';
import { readTwin, releaseOf, retrainingOf } from '../client/read-twin';
import { isUnderWay, textOf } from '../client/what-is-new';
import { promisedRetraining, waitForRetraining } from './settle-retraining';

/** The release whose card is going to show more, as an answer says it; `pressed` is the one whose button was pressed. */
function promisedRelease(answer: string, pressed?: string): string | undefined {
  if (pressed !== undefined && /\b(?:Approved, releasing|Preparing|Rolling back)\.$/.test(answer.trim()))
    return pressed;
  if (!/\bcard (?:follows|shows how far)/.test(answer)) return undefined;
  return /\b(r\d+)\b/.exec(answer)?.[1];
}

const registrationFollows = /\bI say here what it is when I have\b/;

/** How often each message had been edited before a line was typed. */
export type Before = ReadonlyMap<string, number>;

export function rememberEdits(channel: Channel): Before {
  return new Map(channel.messages().map(({ id, edits }) => [id, edits]));
}

/**
 * Waits until what an answer started has come to rest: the release that it promises asks for something or is over, the
 * retraining has ended, and nothing that moved since is still on its way. `pressed` is what the pressed card said. Rejects when that takes longer than the channel's patience.
 */
export async function waitUntilSettled(
  channel: Channel,
  before: Before,
  { words, pressed = '' }: { readonly words: string; readonly pressed?: string | undefined },
): Promise<void> {
  const retraining = promisedRetraining(words, retrainingOf(pressed));
  if (retraining !== undefined) await waitForRetraining(channel, retraining);
  const release = promisedRelease(words, releaseOf(pressed));
  const moved = ({ id, edits }: ChannelMessage): boolean => edits > (before.get(id) ?? -1);
  if (release !== undefined)
    await channel.waitFor(`${release} to come to rest`, (message) => isCardOf(message, release) && moved(message));
  if (registrationFollows.test(words))
    await channel.waitFor('what the package is', (message) => !before.has(message.id) && textOf(message) !== words);
  for (;;) {
    const onItsWay = channel.messages().find((message) => moved(message) && isUnderWay(stateOf(message)));
    if (onItsWay === undefined) return;
    const { id } = onItsWay;
    await channel.waitFor('a release to come to rest', (message) => message.id === id && !isUnderWay(stateOf(message)));
  }
}

function stateOf(message: ChannelMessage): string | undefined {
  return message.card === undefined ? undefined : readTwin(textOf(message)).state;
}

function isCardOf(message: ChannelMessage, release: string): boolean {
  return releaseOf(textOf(message)) === release && !isUnderWay(stateOf(message));
}
