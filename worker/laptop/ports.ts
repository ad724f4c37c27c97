import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { StewardError } from '../../domain/errors';

const loopback = '127.0.0.1';

/** Below the ranges that systems hand out by themselves, so that no outgoing connection takes the port meanwhile. */
const lowest = 15_000;
const highest = 31_000;

/** A port that was free on loopback a moment ago; drawn at random, so that runs beside one another rarely meet. */
export async function findFreePort(): Promise<number> {
  for (let turn = 0; turn < 100; turn += 1) {
    const port = await tryListen(randomInt(lowest, highest));
    if (port !== undefined) return port;
  }
  throw new StewardError('port_taken', {
    port: `${lowest} to ${highest}`,
    part: 'a test',
    variable: 'STEWARD_PORT_BASE',
  });
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
