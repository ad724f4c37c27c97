import type { Server as HttpServer } from 'node:http';
import type { Server } from 'restify';
import { StewardError } from '../../domain/errors';

/** Resolves when the server listens. Throws `listener_port_taken`. */
export function listen(server: Server | HttpServer, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: Error & { code?: string }) => {
      reject(error.code === 'EADDRINUSE' ? new StewardError('listener_port_taken', { port, host }) : error);
    });
    server.listen(port, host, () => resolve());
  });
}

/** Takes no more requests; resolves when those under way are answered. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
