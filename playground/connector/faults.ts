import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Answer } from './http';

/** What goes wrong, for the next `times` calls of a kind. */
export const faultSchema = z.strictObject({
  on: z.enum(['create', 'send', 'update', 'members', 'token', 'any']),
  times: z.int().min(1).max(1000).default(1),
  /** Whether the call has its effect all the same: a 502 after accepting. */
  accept: z.boolean().default(false),
  then: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('status'),
      status: z.int().min(400).max(599),
      code: z.string().default('ServiceError'),
      /** Seconds. */
      retryAfter: z.number().min(0).max(600).optional(),
    }),
    /** No answer, the connection stays open: the caller has to give up. */
    z.strictObject({ kind: z.literal('silence') }),
    /** The connection is cut without an answer. */
    z.strictObject({ kind: z.literal('cut') }),
    z.strictObject({ kind: z.literal('delay'), ms: z.int().min(0).max(60_000) }),
  ]),
});

export type Fault = z.infer<typeof faultSchema>;
export type FaultPlace = Exclude<Fault['on'], 'any'>;

export interface Faults {
  plan(fault: Fault): void;
  clear(): void;
  /** The planned fault for this call, counted as used. */
  take(place: FaultPlace): Fault | undefined;
}

export function createFaults(): Faults {
  let planned: Fault[] = [];
  return {
    plan(fault) {
      planned.push(fault);
    },
    clear() {
      planned = [];
    },
    take(place) {
      const fault = planned.find(({ on }) => on === place || on === 'any');
      if (!fault) return undefined;
      planned = planned.flatMap((other) => {
        if (other !== fault) return [other];
        return fault.times > 1 ? [{ ...fault, times: fault.times - 1 }] : [];
      });
      return fault;
    },
  };
}

/** The call as the fault lets it go: late, not at all, or done and then badly answered. */
export async function withFault(fault: Fault | undefined, handle: () => Answer | Promise<Answer>): Promise<Answer> {
  if (!fault) return handle();
  const { then } = fault;
  if (then.kind === 'delay') {
    await sleep(then.ms);
    return handle();
  }
  if (fault.accept) await handle();
  if (then.kind !== 'status') return then.kind;
  const { status, code, retryAfter } = then;
  const body = { error: { code, message: 'a planned fault' } };
  return { status, body, ...(retryAfter !== undefined && { retryAfter }) };
}
