import { type Phrase, say } from '../elements/phrase';

/** What is left to do about an alert whose environment was taken out of the project file. */
export function sayRemoved(environment: string): Phrase {
  return say`Nothing: the project file has no ${environment} any more. What runs there goes on running, and nobody looks at it.`;
}
