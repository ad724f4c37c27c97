import { requireFreePort } from './ports';

/** Loopback ports of one running Steward, in one block so that one number moves them all. */
export interface LaptopPorts {
  readonly connector: number;
  readonly bot: number;
  readonly api: number;
  readonly localHost: number;
  readonly workerHealth: number;
  readonly builderHealth: number;
  readonly postgres: number;
  readonly temporal: number;
  readonly temporalUi: number;
  readonly page: number;
}

export const defaultPortBase = 7710;

/** The setting that moves the block. */
export const portBaseVariable = 'STEWARD_PORT_BASE';

/** In the order of the block; each with what listens there, for sentences. */
const titles = {
  connector: 'the connector',
  bot: 'the bot',
  api: 'the internal API',
  localHost: 'the local host',
  workerHealth: "the worker's health answers",
  builderHealth: "the builder's health answers",
  postgres: 'PostgreSQL',
  temporal: 'Temporal',
  temporalUi: "Temporal's page",
  page: 'the page',
} as const satisfies Record<keyof LaptopPorts, string>;

const order = Object.keys(titles) as (keyof LaptopPorts)[];

/** `base` is the connector's port; the others follow it one by one. */
export function portBlock(base: number): LaptopPorts {
  return Object.fromEntries(order.map((name, place) => [name, base + place])) as unknown as LaptopPorts;
}

/** A block of free ports, which need not follow one another: for tests and the demo, which run beside a started Steward. */
export async function freePorts(findFreePort: () => Promise<number>): Promise<LaptopPorts> {
  const found = new Set<number>();
  while (found.size < order.length) found.add(await findFreePort());
  const ports = [...found];
  return Object.fromEntries(order.map((name, place) => [name, ports[place]])) as unknown as LaptopPorts;
}

/** Refuses with `port_taken` when another program has one of the ports; asked before anything is started. */
export async function requireFreePorts(ports: LaptopPorts, exceptFor: readonly (keyof LaptopPorts)[]): Promise<void> {
  for (const name of order)
    if (!exceptFor.includes(name)) await requireFreePort(ports[name], titles[name], portBaseVariable);
}
