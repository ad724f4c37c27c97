import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Heard {
  readonly id: string;
  readonly type: string;
  readonly value?: { readonly trigger?: string; readonly action: { readonly verb: string; readonly data: unknown } };
  readonly [more: string]: unknown;
}

export interface FakeBot {
  readonly url: string;
  /** All that was delivered, in order. */
  readonly heard: Heard[];
  stop(): Promise<void>;
}

/** Notes what it is told; answers with the JSON that is given for an activity, else with nothing. */
export async function startFakeBot(answer: (activity: Heard) => unknown = () => undefined): Promise<FakeBot> {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const activity = JSON.parse(Buffer.concat(parts).toString('utf8')) as Heard;
      heard.push(activity);
      const body = answer(activity);
      response.end(body === undefined ? undefined : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`,
    heard,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
