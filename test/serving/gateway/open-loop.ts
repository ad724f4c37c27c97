import { Agent, request } from 'node:http';

export interface Answered {
  readonly reference: string;
  /** 0 when the connection broke. */
  readonly status: number;
  /** Ms from when the request was due, so that waiting counts, however late it was sent. */
  readonly ms: number;
}

interface OpenLoop {
  readonly rate: number;
  readonly seconds: number;
  readonly name: string;
  /** Of each request, beside its reference. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Scores one row a request at `rate` a second for `seconds`, each under a reference of its own, whether or not the ones
 * before were answered.
 */
export async function scoreOpenLoop(
  port: number,
  { rate, seconds, name, headers = {} }: OpenLoop,
): Promise<Answered[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 100 });
  const begin = performance.now();
  const total = Math.round(rate * seconds);
  const all: Promise<Answered>[] = [];
  while (all.length < total) {
    const due = Math.min(total, Math.floor(((performance.now() - begin) / 1000) * rate) + 1);
    for (; all.length < due;) {
      const at = begin + (all.length / rate) * 1000;
      const reference = `${name}-${all.length}`;
      all.push(
        scoreOne(agent, port, { ...headers, 'x-request-id': reference }, all.length).then((status) => ({
          reference,
          status,
          ms: performance.now() - at,
        })),
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const answered = await Promise.all(all);
  agent.destroy();
  return answered;
}

function scoreOne(agent: Agent, port: number, given: Record<string, string>, number: number): Promise<number> {
  const body = `{"examples":[{"LOAN":${(number % 900).toFixed(1)},"JOB":"Sales"}]}`;
  return new Promise((resolve) => {
    const headers = { ...given, 'content-length': body.length };
    const sent = request(
      { agent, host: '127.0.0.1', port, method: 'POST', path: '/v1/models/hmeq:classify', headers },
      (answer) => {
        answer.resume().once('end', () => resolve(answer.statusCode ?? 0));
        answer.once('error', () => resolve(0));
      },
    );
    sent.once('error', () => resolve(0));
    sent.end(body);
  });
}

/** The smallest value that so large a share of all values does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
