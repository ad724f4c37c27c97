import type { ServerResponse } from 'node:http';
import type { Change } from '../wire/stream';
import type { Hub } from './hub';

/** Keeps proxies and sleeping browsers from taking a quiet connection for a dead one. */
const heartbeatMs = 15_000;

/** Server-sent events: everything first, then each change; the browser connects again by itself. */
export function streamTo(response: ServerResponse, hub: Hub): void {
  response.setHeader('Content-Type', 'text/event-stream; charset=utf-8');
  response.setHeader('Cache-Control', 'no-store');
  const send = (change: Change): void => void response.write(`data: ${JSON.stringify(change)}\n\n`);
  response.write('retry: 500\n\n');
  send({ what: 'snapshot', value: hub.snapshot() });
  const end = hub.listen(send);
  const heartbeat = setInterval(() => response.write(': still here\n\n'), heartbeatMs);
  response.once('close', () => {
    clearInterval(heartbeat);
    end();
  });
}
