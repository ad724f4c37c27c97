import { once } from 'node:events';
import { createServer, request as forward } from 'node:http';
import { join } from 'node:path';

/** What comes instead of a real daemon's answer to the next request whose path fits. */
export interface DaemonFault {
  readonly path: RegExp;
  /** Out of the daemon's own answer; without it the request never gets there. */
  readonly change?: (body: string) => string;
  readonly instead?: string | Buffer;
  /** Of what comes instead; 200 without it. */
  readonly status?: number;
}

export interface FaultyDaemon {
  readonly socket: string;
  plan(fault: DaemonFault): void;
  close(): Promise<void>;
}

/** Stands before a real daemon, on a socket in `folder`, and passes on what is not planned otherwise. */
export async function startFaultyDaemon(upstream: string, folder: string): Promise<FaultyDaemon> {
  const socket = join(folder, 'faulty-daemon');
  const faults: DaemonFault[] = [];
  const server = createServer((incoming, outgoing) => {
    const at = faults.findIndex(({ path }) => path.test(incoming.url ?? ''));
    const [fault] = at < 0 ? [] : faults.splice(at, 1);
    if (fault?.instead !== undefined) {
      const { status = 200 } = fault;
      incoming.resume().on('end', () => outgoing.writeHead(status).end(fault.instead));
      return;
    }
    const { method, url, headers } = incoming;
    const passed = forward({ socketPath: upstream, method, path: url, headers }, (answer) => {
      const { statusCode = 500, headers: told } = answer;
      if (fault?.change === undefined) return void answer.pipe(outgoing.writeHead(statusCode, told));
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => outgoing.end(fault.change?.(String(Buffer.concat(chunks)))));
    });
    passed.on('error', () => outgoing.destroy());
    incoming.pipe(passed);
  });
  server.listen(socket);
  await once(server, 'listening');
  return {
    socket,
    plan: (fault) => void faults.push(fault),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
