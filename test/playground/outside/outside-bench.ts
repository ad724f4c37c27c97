import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readExamples } from '../../../formats/tensorflow-serving/read-examples';
import { createOutside, type Outside, type OutsideDeps } from '../../../playground/outside/create-outside';
import type { OutsideState } from '../../../playground/page/wire/outside';

export interface Asked {
  readonly references: readonly string[];
  /** How many values each row has. */
  readonly values: readonly number[];
}

/** 200 scores the rows; other statuses refuse them. */
type Decide = (asked: Asked, nth: number) => number | Promise<number>;

/**
 * A scoring address that answers as it is told, in the place of local host and model, and outsides that send to it, one
 * after the other in one folder.
 */
export async function openOutsideBench() {
  const home = await mkdtemp(path.join(tmpdir(), 'steward-outside-'));
  const bench = {
    home,
    asked: [] as Asked[],
    /** The status that the model's own page has. */
    model: 200,
    decide: (() => 200) as Decide,
    method: 'tensorflow/serving/classify',
  };
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const say = (status: number, body: unknown): void => {
        response.statusCode = status;
        response.end(JSON.stringify(body));
      };
      if (bench.model !== 200) return say(bench.model, { error: 'The model is not there.' });
      const signatures = { serving_default: { method_name: bench.method } };
      if (request.method === 'GET') return say(200, { metadata: { signature_def: { signature_def: signatures } } });
      const { rows } = readExamples(Buffer.concat(chunks).toString());
      const references = String(request.headers['x-row-ids']).split(',');
      const asked = { references, values: rows.map((row) => row.size) };
      bench.asked.push(asked);
      const status = await bench.decide(asked, bench.asked.length);
      if (status !== 200) return say(status, { error: `No: ${status}.` });
      say(200, { results: rows.map(() => [['1', 0.5]]) });
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const opened: Outside[] = [];
  return Object.assign(bench, {
    async open(more: Partial<OutsideDeps> = {}): Promise<Outside> {
      const outside = await createOutside({
        home,
        project: 'hmeq',
        environment: 'production',
        localHostUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        steward: () => Promise.reject(new Error('nobody should deliver outcomes here')),
        starter: {
          whatServes: () => Promise.resolve('v1'),
          breakModelServer: () => Promise.reject(new Error('nobody should break it here')),
          cutDatabase: () => Promise.reject(new Error('nobody should cut it here')),
        },
        now: () => new Date('2026-03-01T12:00:00Z'),
        // The look at whether anything serves comes once; what is tried again comes at once.
        pause: async (ms, signal) => {
          if (ms === 1_000 && !signal.aborted) await once(signal, 'abort');
        },
        ...more,
      });
      opened.push(outside);
      return outside;
    },
    async close() {
      await Promise.all(opened.map((outside) => outside.close()));
      server.closeAllConnections();
      server.close();
      await rm(home, { recursive: true });
    },
  });
}

/** Resolves when the state is as wished, now or after a change. */
export function until(outside: Outside, wish: (state: OutsideState) => boolean): Promise<OutsideState> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!wish(outside.state())) return;
      stop();
      resolve(outside.state());
    };
    const stop = outside.onChange(look);
    look();
  });
}

export function untilIdle(outside: Outside): Promise<OutsideState> {
  return until(outside, ({ busy }) => busy === null);
}

export function saidBy(outside: Outside): string[] {
  return outside.state().log.map(({ kind, text }) => `${kind}: ${text}`);
}
