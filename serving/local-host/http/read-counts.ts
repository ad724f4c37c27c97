import { type GatewayCounts, gatewayCounts } from '../../../formats/gateway/counts';

/** Milliseconds: it listens on this machine. */
const limit = 1_000;

/** What the gateway at a port of this machine counted; undefined when it cannot tell. */
export async function readCounts(port: number): Promise<GatewayCounts | undefined> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/-/counters`, { signal: AbortSignal.timeout(limit) });
    return gatewayCounts.parse(await answer.json());
  } catch {
    return undefined;
  }
}
