import type { Steward } from '../story/steward';
import type { World } from './open-world';
import type { Starter } from './starter';

/** All that those who play the outside world work with. */
export interface Scene {
  readonly world: World;
  readonly project: string;
  readonly environment: string;
  /** Of the model that serves there: `http://…/hmeq/production/v1/models/hmeq`. */
  readonly address: string;
  readonly steward: Steward;
  readonly starter: Starter;
  readonly now: () => Date;
  /** Resolves after so many milliseconds, or as soon as the signal says stop. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Aborted when the world is closed: what is under way is finished at the next start. */
  readonly signal: AbortSignal;
  /** Says in plain words what happened. */
  readonly tell: (kind: 'done' | 'failed' | 'trouble', text: string) => void;
  /** How many of those under way are done. */
  readonly progress: (done: number) => void;
}

/** `1,000 applicants`. */
export function several(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
}
