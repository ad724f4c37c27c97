import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer } from 'node:net';

export interface Relay {
  /** The same server at the other address. */
  readonly url: string;
  close(): Promise<void>;
}

/** Lets who sees us under another address reach a server that listens on loopback only. */
export async function relayTo(target: URL, address: string): Promise<Relay> {
  const open = new Set<{ destroy(): unknown }>();
  const server = createServer((client) => {
    const upstream = createConnection(Number(target.port), target.hostname);
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(one);
      one.on('error', () => other.destroy()).on('close', () => open.delete(one));
      one.pipe(other);
    }
  });
  server.listen(0, address);
  await once(server, 'listening');
  const url = new URL(target);
  url.hostname = address;
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    close: async () => {
      server.close();
      for (const socket of open) socket.destroy();
      await once(server, 'close');
    },
  };
}
