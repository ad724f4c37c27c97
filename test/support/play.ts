import { getRelease, listReleases } from '../../database/releases';
import type { Release } from '../../domain/release/release';
import { hmeq, messagesOf, type Shown } from '../playground/connector/stand-in';
import type { TestSteward } from './steward';

/** What people do in the channel of a test's Steward, and what can be seen of it. */
export interface Play {
  readonly say: (as: string, text: string, more?: object) => Promise<unknown>;
  /** Types a line that asks for a release and returns its number. */
  readonly ask: (as: string, line: string) => Promise<number>;
  /** Waits until a release is in one of these states. */
  readonly inState: (number: number, ...states: Release['state'][]) => Promise<Release>;
  readonly until: <T>(look: () => Promise<T | undefined>) => Promise<T>;
  readonly messages: () => Promise<readonly Shown[]>;
  /** The newest release of the project. */
  readonly newest: () => Promise<number>;
}

export function playIn(steward: () => TestSteward): Play {
  const say = (as: string, text: string, more: object = {}): Promise<unknown> =>
    steward().bot.driver.call('POST', `/conversations/${encodeURIComponent(hmeq)}/messages`, { as, text, ...more });
  const newest = async (): Promise<number> => (await listReleases(steward().database, 'hmeq', 1))[0]?.number ?? 0;
  async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
    for (;;) {
      const found = await look();
      if (found !== undefined) return found;
      // Answered at the channel's next event, or a little later where only PostgreSQL changed.
      await steward().bot.driver.call('GET', '/events?after=1000000&wait=100');
    }
  }
  return {
    say,
    newest,
    until,
    messages: () => messagesOf(steward().bot.driver, hmeq),
    ask: async (as, line) => {
      await say(as, line);
      return newest();
    },
    inState: (number, ...states) =>
      until(async () => {
        const release = await getRelease(steward().database, number);
        return states.includes(release.state) ? release : undefined;
      }),
  };
}

/** The line that decides on a release as its card shows it. */
export function decisionLine(release: Release, verb: 'approve' | 'reject' = 'approve'): string {
  return `${verb} r${release.number} ${release.approval?.shown.slice(7, 11)} -- evidence reviewed`;
}
