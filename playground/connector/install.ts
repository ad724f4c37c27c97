import { installationActivities } from './bot-activities';
import type { Deliver, Delivery } from './deliver';
import type { Parts } from './parts';
import { isInstalled, occasionAt, requireMember, scopeOf } from './places';
import { Refusal } from './refusal';
import type { Conversation } from './transcript-types';
import type { Person } from './workplace';

/** Somebody adds the app to a conversation or removes it; the bot hears of it while it is there. */
export async function install(
  parts: Parts,
  deliver: Deliver,
  conversation: Conversation,
  person: Person,
  added: boolean,
): Promise<readonly Delivery[]> {
  requireMember(parts, conversation, person);
  if (isInstalled(parts, conversation) === added)
    throw new Refusal(409, 'NothingToDo', added ? 'the app is installed there' : 'the app is not installed there');
  const scope = scopeOf(parts, conversation);
  const settle = (): void => {
    parts.installed[added ? 'add' : 'delete'](scope);
    parts.transcript.tell(added ? 'installed' : 'removed', conversation.id, scope);
  };
  if (added) settle();
  const occasion = occasionAt(parts, conversation, '', person, parts.transcript.nextId());
  /** An installation is said in the channel itself, not in a thread. */
  const place = { ...occasion.place, conversationId: conversation.id };
  const secondId = parts.transcript.nextId();
  const [first = {}, second = {}] = installationActivities({ ...occasion, place }, added, secondId);
  const deliveries = [await deliver(first), await deliver(second)];
  if (!added) settle();
  return deliveries;
}
