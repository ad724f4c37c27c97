import type { GatewayCount } from './inspection';
import type { Answered } from './observation';

/** What gateways answered since the look before; of one that is new, or counts from the beginning again, all that it counted. */
export function countAnswers(now: readonly GatewayCount[], before: readonly GatewayCount[]): Answered | undefined {
  if (now.length === 0) return undefined;
  const known = new Map(before.map((gateway) => [gateway.name, gateway]));
  let [answers, errors] = [0, 0];
  for (const gateway of now) {
    const then = known.get(gateway.name);
    const goesOn = then !== undefined && then.answers <= gateway.answers && then.errors <= gateway.errors;
    answers += gateway.answers - (goesOn ? then.answers : 0);
    errors += gateway.errors - (goesOn ? then.errors : 0);
  }
  return { answers, errors };
}
