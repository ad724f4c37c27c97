import type { Actor } from '../../domain/actor';
import { cutText } from '../elements/cut-text';
import type { Inline } from '../elements/phrase';

/** Directory object id → the name to show. Names are for reading; the id alone is the identity. */
export type People = Readonly<Record<string, string>>;

/** A person's name; with the start of the object id when somebody else here has the same name, or none is known. */
export function personName(people: People, objectId: string): string {
  const start = objectId.slice(0, 8);
  const name = Object.hasOwn(people, objectId) ? people[objectId] : undefined;
  if (name === undefined || name.trim() === '') return `person ${start}`;
  const shared = Object.entries(people).some(([id, other]) => id !== objectId && other === name);
  return shared ? `${cutText(name, 60)} (${start})` : cutText(name, 60);
}

/** The person, notified by the channel. */
export function mention(people: People, objectId: string): Inline {
  return { kind: 'mention', objectId, name: personName(people, objectId) };
}

export function actorName(people: People, actor: Actor): string {
  switch (actor.kind) {
    case 'person':
      return personName(people, actor.objectId);
    case 'system':
      return 'Steward itself';
    case 'local':
      return `${cutText(actor.user, 60)} at the shell (a name that nobody verified)`;
  }
}
