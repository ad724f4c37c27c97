import { openChannel } from '../../playground/client/channel';
import { createConnectorClient } from '../../playground/client/connector-client';
import { PlaygroundFailure } from '../../playground/client/failure';
import { findChannel, findPerson } from '../../playground/client/find-in-workplace';
import { textOf } from '../../playground/client/what-is-new';

/** The sample's project, and the channel of that name. */
const sample = 'hmeq';

/**
 * Does what a team does before its first release: who runs the platform installs the app, who leads connects the channel
 * to the project. Doing it again changes nothing. Resolves with the bot's answer; rejects when it is not connected.
 */
export async function joinSampleChannel(connectorUrl: string, signal: AbortSignal): Promise<string> {
  const connector = createConnectorClient(connectorUrl, signal);
  const workplace = await connector.workplace();
  const conversation = findChannel(workplace, sample).id;
  await connector.install(findPerson(workplace, 'Ivo'), conversation).catch((error: unknown) => {
    const installed = error instanceof PlaygroundFailure && error.code === 'NothingToDo';
    if (!installed) throw error;
  });
  const channel = openChannel({
    connector,
    conversation,
    soFar: await connector.messages(conversation),
    onMessage: () => undefined,
    signal,
  });
  try {
    const answer = textOf(await channel.ask(findPerson(workplace, 'Lena'), `connect ${sample}`));
    const [said = ''] = answer.split('\n');
    if (said !== `This conversation is connected to ${sample}`)
      throw new PlaygroundFailure(`The channel ${sample} was not connected: ${said}`);
    return said;
  } finally {
    await channel.close();
  }
}
