import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface TcpProxy {
  readonly port: number;
  /** Cuts all connections and takes no more, or takes them again. */
  pass(open: boolean): void;
  /** Connections that were refused. */
  refused(): number;
  close(): Promise<void>;
}

/** Stands between a gateway and PostgreSQL on loopback; `address` is where the gateway meets it. */
export async function startTcpProxy(port: number, address = '127.0.0.1'): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let open = true;
  let refused = 0;
  const server = createServer((client) => {
    if (!open) {
      refused += 1;
      return void client.destroy();
    }
    passOn(client, port, sockets);
  });
  server.listen(0, address);
  await once(server, 'listening');
  const cut = (): void => sockets.forEach((socket) => socket.destroy());
  return {
    port: (server.address() as AddressInfo).port,
    pass: (value) => {
      open = value;
      if (!open) cut();
    },
    refused: () => refused,
    close: async () => {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Joins a client to the server on that port of loopback; `sockets` has both while they are open. */
export function passOn(client: Socket, port: number, sockets: Set<Socket>): void {
  const upstream = connect(port, '127.0.0.1');
  for (const [from, to] of [
    [client, upstream],
    [upstream, client],
  ] as const) {
    sockets.add(from);
    from.on('error', () => to.destroy()).on('close', () => sockets.delete(from));
    from.pipe(to);
  }
}
