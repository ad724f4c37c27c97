import type { ClientCards } from './client-cards';
import type { Faults } from './faults';
import type { Keys } from './keys';
import type { Transcript } from './transcript';
import type { Workplace } from './workplace';

export interface Violation {
  readonly at: string;
  readonly what: string;
}

/** What the routes share. */
export interface Parts {
  readonly workplace: Workplace;
  readonly appPassword: string;
  readonly keys: Keys;
  readonly transcript: Transcript;
  /** What people's clients got back for cards. */
  readonly clientCards: ClientCards;
  readonly faults: Faults;
  /** Counts a send or an edit against Teams' limit; throws its refusal. */
  readonly throttle: (thread: string) => void;
  /** Where the app is installed: the team's id and people's object ids. */
  readonly installed: Set<string>;
  /** Notes what Teams would not take, or takes but a bot should not do. */
  readonly complain: (what: string) => void;
  readonly violations: () => readonly Violation[];
  /** `http://127.0.0.1:<port>`. */
  readonly origin: () => string;
  readonly now: () => Date;
}

/** The connector API's address as activities carry it. */
export function serviceUrlOf(parts: Parts): string {
  return `${parts.origin()}/connector/`;
}
