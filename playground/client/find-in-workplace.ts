import type { Workplace } from './connector-client';
import { PlaygroundFailure } from './failure';

/** The person whose name begins with these words, whatever their case. */
export function findPerson<Person extends { readonly name: string }>(
  { people }: { readonly people: readonly Person[] },
  words: string,
): Person {
  const found = people.filter(({ name }) => name.toLowerCase().startsWith(words.trim().toLowerCase()));
  const [person] = found;
  if (words.trim() !== '' && found.length === 1 && person) return person;
  const names = people.map(({ name }) => name).join(', ');
  throw new PlaygroundFailure(`Nobody in the workplace is meant by "${words.trim()}". There are ${names}.`);
}

/** The channel with this name, whatever its case. */
export function findChannel({ channels }: Workplace, name: string): Workplace['channels'][number] {
  const found = channels.find((channel) => channel.name.toLowerCase() === name.trim().toLowerCase());
  if (found) return found;
  const names = channels.map((channel) => channel.name).join(', ');
  throw new PlaygroundFailure(`The workplace has no channel "${name.trim()}". It has ${names}.`);
}
