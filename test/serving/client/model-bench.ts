import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Call, Contract } from '../../../domain/package/contract';
import type { ClientDependencies, ScoringAddress } from '../../../serving/client/score-batch';
import type { ClientRow } from '../../../serving/client/read-rows';
import { loadModel } from '../../../serving/model-server/load-model';
import { startModelServer } from '../../../serving/model-server/server';
import { makeModel } from '../model-server/scoring-model';

export const contract: Contract = {
  inputs: [
    { name: 'LOAN', type: 'number' },
    { name: 'JOB', type: 'text' },
  ],
  outputs: [],
  outcome: { name: 'BAD', event: '1' },
};

export const classifyCall: Call = {
  method: 'classify',
  signature: 'serving_default',
  rows: 'examples',
  score: { kind: 'label', label: '1' },
};

/** One request as it reached the proxy. */
export interface Seen {
  readonly rowIds: string;
  readonly body: string;
}

/** What the proxy does with a request; `pass` asks the model server. */
export type Fault = 'pass' | 'drop after' | 'drop before' | { readonly status: number; readonly error: string };

/** A real model server behind a proxy that does what a test wants. The model's scores: sigmoid(LOAN / 1000 + Sales). */
export async function startBench(decide: (seen: Seen, nth: number) => Fault = () => 'pass') {
  const model = await startModelServer({
    model: loadModel(makeModel()),
    name: 'hmeq',
    version: '1',
    host: '127.0.0.1',
    port: 0,
    maxBodyBytes: 600_000,
    onFault: (error) => {
      throw error;
    },
  });
  const requests: Seen[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const seen = { rowIds: String(request.headers['x-row-ids']), body };
    requests.push(seen);
    const fault = decide(seen, requests.length);
    if (fault === 'drop before') return void request.socket.destroy();
    if (typeof fault === 'object') {
      response.writeHead(fault.status, { 'content-type': 'application/json' });
      return void response.end(JSON.stringify({ error: fault.error }));
    }
    const answered = await fetch(`http://127.0.0.1:${model.port}${request.url}`, { method: 'POST', body });
    const text = await answered.text();
    // The model has answered, and the client will never know.
    if (fault === 'drop after') return void request.socket.destroy();
    response.writeHead(answered.status, { 'content-type': 'application/json' });
    response.end(text);
  };
  const underWay = new Set<Promise<void>>();
  const proxy = createServer((request, response) => {
    const answering = answer(request, response).finally(() => underWay.delete(answering));
    underWay.add(answering);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/v1/models/hmeq`,
    requests,
    stop: async (): Promise<void> => {
      await Promise.all(underWay);
      proxy.closeAllConnections();
      await new Promise((resolve) => proxy.close(resolve));
      await model.stop(1_000);
    },
  };
}

export function targetAt(address: string, call = classifyCall): ScoringAddress {
  return { address, call, contract };
}

/** A clock that jumps over every wait, and tells how long they were. */
export function createClient(): ClientDependencies & { readonly waits: number[] } {
  const waits: number[] = [];
  let elapsed = 0;
  return {
    waits,
    fetch,
    wait: (ms, signal) => {
      waits.push(ms);
      elapsed += ms;
      return signal.aborted ? Promise.reject(signal.reason as Error) : Promise.resolve();
    },
    elapsed: () => elapsed,
    random: () => 0.5,
  };
}

export function rowsOf(count: number): ClientRow[] {
  return Array.from({ length: count }, (_, at) => ({
    reference: `r-${at + 1}`,
    inputs: { LOAN: at * 100, JOB: at % 2 === 0 ? 'Sales' : null },
    file: 'made.csv',
    line: at + 2,
  }));
}

/** What the model answers for a row, to the precision of 32-bit floats. */
export function expectedScore({ inputs }: ClientRow): number {
  const logit = Number(inputs['LOAN'] ?? 0) / 1000 + (inputs['JOB'] === 'Sales' ? 1 : 0);
  return 1 / (1 + Math.exp(-logit));
}
