import { PlaygroundFailure } from '../client/failure';
import { longestCut, starterAnswer, type StarterAnswer, type StarterAsk } from './starter-messages';

/** Whoever started this process and keeps the others: it breaks what comes back by itself. Rejects with its refusal. */
export interface Starter {
  /** Resolves when the database is down; `back` when it is up again. */
  cutDatabase(seconds: number): Promise<{ readonly back: Promise<void> }>;
  /** Kills the model server that serves; resolves with the label of its version. */
  breakModelServer(): Promise<string>;
  /** The label of the version that serves, or null. */
  whatServes(): Promise<string | null>;
}

/** This process, as far as it talks to its parent. */
export type StarterChannel = Pick<NodeJS.Process, 'on' | 'connected'> & {
  readonly send?: (message: object, sent: (error: Error | null) => void) => unknown;
};

interface Waiting {
  readonly begun: () => void;
  readonly over: (answer: Exclude<StarterAnswer, { state: 'begun' }>) => void;
}

type WithoutId<Ask> = Ask extends StarterAsk ? Omit<Ask, 'id'> : never;

const alone =
  'Nobody keeps the other processes for this page, so nothing can be broken from it. Start everything with `npm start`.';

/** Asks over the channel that the starter gave its child; `place` is whose model server is meant. */
export function createStarter(
  channel: StarterChannel,
  place: { readonly project: string; readonly environment: string },
): Starter {
  const waiting = new Map<number, Waiting>();
  let last = 0;
  channel.on('message', (message: unknown) => {
    const parsed = starterAnswer.safeParse(message);
    if (!parsed.success) return;
    const asked = waiting.get(parsed.data.id);
    if (parsed.data.state === 'begun') return asked?.begun();
    waiting.delete(parsed.data.id);
    asked?.over(parsed.data);
  });
  const endAll = (): void => {
    for (const [id, { over }] of waiting) over({ id, state: 'refused', why: alone });
    waiting.clear();
  };
  channel.on('disconnect', endAll);

  /** Rejects with the refusal; resolves with the version, where one is told. */
  function ask(asked: WithoutId<StarterAsk>, begun: () => void = () => undefined): Promise<string | null> {
    if (!channel.connected || channel.send === undefined) return Promise.reject(new PlaygroundFailure(alone));
    const id = (last += 1);
    return new Promise((resolve, reject) => {
      const over: Waiting['over'] = (answer) => {
        if (answer.state === 'done') resolve(answer.version ?? null);
        else reject(new PlaygroundFailure(answer.why));
      };
      waiting.set(id, { begun, over });
      channel.send?.({ id, ...asked }, (error) => error !== null && endAll());
    });
  }

  return {
    cutDatabase: (seconds) => {
      if (!Number.isInteger(seconds) || seconds < 1 || seconds > longestCut)
        return Promise.reject(
          new PlaygroundFailure(`The database can be cut off for 1 to ${longestCut} whole seconds, not ${seconds}.`),
        );
      return new Promise((resolve, reject) => {
        const over = ask({ ask: 'cut-database', seconds }, () => resolve({ back }));
        const back = over.then(() => undefined);
        back.then(() => resolve({ back }), reject);
      });
    },
    breakModelServer: async () => (await ask({ ask: 'break-model-server', ...place })) ?? 'what served',
    whatServes: () => ask({ ask: 'what-serves', ...place }),
  };
}
