import type { Person } from '../client/connector-client';
import { PlaygroundFailure } from '../client/failure';
import { ask, press, type Stage, waitForRelease } from './stage';

/** Somebody approves a waiting release, by its button or by the line on its card; resolves with what they are told. */
export async function decide(stage: Stage, person: Person, release: string, reason: string): Promise<string> {
  const { message, twin } = await waitForRelease(stage, release, /^Waiting/);
  if (stage.by === 'clicks') return press(stage, person, message, 'approve', reason);
  const command = new RegExp(`approve ${release} [0-9a-f]{4,64}`).exec(twin.body)?.[0];
  if (command === undefined)
    throw new PlaygroundFailure(`The card of ${release} shows no command to approve it by text.`);
  return ask(stage, person, `${command} -- ${reason}`);
}
