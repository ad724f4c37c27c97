import type { Database } from '../../../database/database';
import type { GatewayChoices, GatewayProcess, openGatewayBench } from './gateway-bench';
import { startLoad } from './load';

export interface Lost {
  readonly answered: number;
  /** Answered and not in PostgreSQL. */
  readonly missing: readonly string[];
  /** More than once in PostgreSQL. */
  readonly doubled: readonly string[];
}

/**
 * Kills gateways one after the other under load, each after `rows` more rows were answered, ships what they left and
 * compares what was answered with what is in PostgreSQL.
 */
export async function killUnderLoad(
  bench: ReturnType<typeof openGatewayBench>,
  choices: Partial<GatewayChoices>,
  owner: Database,
  { kills, rows, name }: { readonly kills: number; readonly rows: number; readonly name: string },
): Promise<Lost> {
  let gateway: GatewayProcess | undefined;
  const load = startLoad(8, name, () => gateway);
  let next = bench.start(choices);
  for (let count = 1; count <= kills; count += 1) {
    gateway = await next;
    const killed = gateway;
    // The successor is there already and waits for the folder.
    if (count < kills) next = bench.start(choices);
    const goal = load.answered.length + rows;
    while (load.answered.length < goal) await new Promise((resolve) => setTimeout(resolve, 1));
    await killed.kill();
  }
  await load.stop();
  if ((await bench.drain(choices)) !== 0) throw new Error('the spool was not emptied');
  return compare(owner, load.answered);
}

/** What was answered against what is in PostgreSQL. */
export async function compare(owner: Database, answered: readonly string[]): Promise<Lost> {
  const found = await owner.query<{ reference: string; times: number }>(
    'select reference, count(*) as times from scored_rows group by reference',
  );
  const times = new Map(found.map((row) => [row.reference, row.times]));
  return {
    answered: answered.length,
    missing: answered.filter((reference) => !times.has(reference)),
    doubled: found.filter((row) => row.times > 1).map(({ reference }) => reference),
  };
}
