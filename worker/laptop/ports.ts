import { createServer } from 'node:net';
import { StewardError } from '../../domain/errors';

const loopback = '127.0.0.1';

/** A port that was free on loopback a moment ago. */
export async function findFreePort(): Promise<number> {
  const port = await tryListen(0);
  if (port === undefined)
    throw new StewardError('port_taken', { port: 0, part: 'a test', variable: 'another machine' });
  return port;
}

/** Refuses with `port_taken` when another program listens there; asked before anything is started. */
export async function requireFreePort(port: number, part: string, variable: string): Promise<void> {
  if ((await tryListen(port)) === undefined) throw new StewardError('port_taken', { port, part, variable });
}

function tryListen(port: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(undefined);
      else reject(error);
    });
    server.listen({ host: loopback, port, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : undefined));
    });
  });
}
