import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createExchange, type Exchange } from '../../activities/training/exchange/create-exchange';
import { createExchangeServer } from '../../activities/training/exchange/serve-exchange';
import type { OrderedDatasets } from './training-order';

export interface TestExchange {
  readonly exchange: Exchange;
  readonly url: string;
  /** What it could not do. */
  readonly faults: readonly unknown[];
  close(): void;
}

/** An exchange beside these datasets, with its server on a free port of `address`. */
export async function startExchange(
  { directory, store }: Pick<OrderedDatasets, 'directory' | 'store'>,
  { now = Date.now, address = '127.0.0.1' } = {},
): Promise<TestExchange> {
  const exchange = createExchange({ directory, now, randomBytes });
  const faults: unknown[] = [];
  const server = createExchangeServer({ exchange, datasets: store, report: (error) => faults.push(error) });
  server.listen(0, address);
  await once(server, 'listening');
  return {
    exchange,
    faults,
    url: `http://${address}:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
