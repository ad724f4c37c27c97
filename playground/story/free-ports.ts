import { createServer, type Server } from 'node:net';
import { PlaygroundFailure } from '../client/failure';

/** As many as a laptop takes, and some to spare. */
const inARow = 12;
const low = 20_000;
const high = 32_000;
const tries = 50;

function listen(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

/** The first of a row of loopback ports that nobody listens on; below those that systems give out by themselves. */
export async function findFreePorts(random: () => number): Promise<number> {
  for (let count = 0; count < tries; count += 1) {
    const base = low + Math.floor(random() * (high - low));
    const servers = await Promise.all(Array.from({ length: inARow }, (_, at) => listen(base + at)));
    const open = servers.filter((server) => server !== undefined);
    await Promise.all(open.map(close));
    if (open.length === inARow) return base;
  }
  throw new PlaygroundFailure(`No ${inARow} free ports in a row were found between ${low} and ${high}.`);
}
