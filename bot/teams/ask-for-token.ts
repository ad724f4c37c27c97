import type { ChatIdentity } from './chat-settings';
import { type Credentials, createConnectorCredentials } from './credentials';
import { SendError } from './send-error';

type SignedRequest = Parameters<Credentials['signRequest']>[0];

/** Asks for a token as sending would, and forgets it. What keeps the bot from one comes as a SendError. */
export async function askForToken(identity: ChatIdentity, now: () => Date): Promise<void> {
  let signed = false;
  const headers = { set: () => void (signed = true) };
  const credentials = await createConnectorCredentials(identity, now);
  await credentials.signRequest({ headers } as unknown as SignedRequest);
  if (!signed) throw new SendError({ kind: 'no-token', why: 'no token was given' });
}
