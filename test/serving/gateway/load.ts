import type { GatewayProcess } from './gateway-bench';

export interface Load {
  /** References of the rows that were answered. */
  readonly answered: string[];
  /** Rows that were asked for. */
  asked: number;
  /** Stops, and waits for what is under way. */
  stop(): Promise<void>;
}

/**
 * Clients that score one row after the other, each row under a reference of its own and never again, through whichever
 * gateway there is. A request that fails is not answered and not tried again.
 */
export function startLoad(clients: number, name: string, current: () => GatewayProcess | undefined): Load {
  let stopped = false;
  const load: Load = { answered: [], asked: 0, stop: () => ((stopped = true), running) };
  const client = async (): Promise<void> => {
    while (!stopped) {
      const gateway = current();
      const reference = `${name}-${(load.asked += 1)}`;
      const done = gateway === undefined ? undefined : await scoreOnce(gateway, reference);
      if (done === true) load.answered.push(reference);
      // Without a gateway there is nothing to wait for but the next turn.
      else await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const running = Promise.all(Array.from({ length: clients }, client)).then(() => undefined);
  return load;
}

async function scoreOnce(gateway: GatewayProcess, reference: string): Promise<boolean> {
  try {
    const answer = await gateway.scoreRow(reference, 100);
    await answer.text();
    return answer.status === 200;
  } catch (error) {
    // fetch tells every broken connection so; its TypeError is not the one of the test's realm.
    if (String(error).startsWith('TypeError')) return false;
    throw error;
  }
}
