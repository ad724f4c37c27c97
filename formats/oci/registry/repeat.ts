import { StewardError } from '../../../domain/errors';
import { ConnectionFault } from './connection-fault';
import { type Answer, type Exchange, type Exchanger, dropBody } from './exchange';

export interface Patience {
  /** Waits so many ms. */
  readonly pause: (ms: number) => Promise<void>;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  readonly now: () => Date;
}

/**
 * `always` for what has one effect however often it arrives; `unsent` for what must arrive once: it is sent again only
 * when it certainly did not arrive, or was turned away before anything was done (429).
 */
export type Repeatable = 'always' | 'unsent';

export type SendRepeatedly = (host: string, exchange: Exchange, repeatable: Repeatable) => Promise<Answer>;

const attempts = 4;
/** A registry that asks for more ms than these is not waited for: the activity is tried again later. */
const longestWait = 30_000;
const firstPause = 300;

/** What may pass by itself (RFC 9110, 15): too slow, too much, or something behind the registry. */
const passing = [408, 429, 500, 502, 503, 504];

/**
 * Sends again what may be, after growing pauses or as long as `Retry-After` says. The last answer is returned whatever
 * it is. Throws `image_registry_away`, `image_registry_untrusted` or `image_registry_insecure`; what may not be sent again
 * ends as a `ConnectionFault`.
 */
export function createRepeater(exchanger: Exchanger, { pause, random, now }: Patience): SendRepeatedly {
  return async (host, exchange, repeatable) => {
    for (let attempt = 1; ; attempt += 1) {
      const last = attempt === attempts;
      const backoff = firstPause * 2 ** (attempt - 1) * (0.5 + random() / 2);
      try {
        const answer = await exchanger.exchange(exchange);
        const again = passing.includes(answer.status) && (repeatable === 'always' || answer.status === 429);
        if (last || !again) return answer;
        const asked = askedWait(answer, now());
        if (asked > longestWait) return answer;
        await dropBody(answer);
        await pause(Math.max(asked, backoff));
      } catch (error) {
        if (!(error instanceof ConnectionFault)) throw error;
        if (error.kind === 'cut' && repeatable === 'unsent') throw error;
        if (last || error.kind === 'untrusted' || error.kind === 'no-tls') throw awayReason(host, error);
        await pause(backoff);
      }
    }
  };
}

/** A fault that ends the matter, in the words of the reason table. */
export function awayReason(host: string, fault: ConnectionFault): StewardError {
  const { kind, message: why } = fault;
  if (kind === 'untrusted') return new StewardError('image_registry_untrusted', { host, why }, { cause: fault });
  if (kind === 'no-tls') return new StewardError('image_registry_insecure', { host, where: host }, { cause: fault });
  return new StewardError('image_registry_away', { host, why }, { cause: fault });
}

/** `Retry-After` in ms: whole seconds, or a date (RFC 9110, 10.2.3); 0 without one. */
function askedWait({ headers }: Answer, now: Date): number {
  const asked = headers['retry-after'];
  if (typeof asked !== 'string') return 0;
  const ms = /^\d{1,9}$/.test(asked) ? Number(asked) * 1_000 : Date.parse(asked) - now.getTime();
  return Number.isFinite(ms) ? Math.max(0, ms) : 0;
}
