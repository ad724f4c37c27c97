import { StewardError } from '../../domain/errors';

export const laptopPlatforms = ['linux-x64', 'linux-arm64', 'darwin-arm64'] as const;

export type LaptopPlatform = (typeof laptopPlatforms)[number];

const oldestNode = [20, 19, 0] as const;

export interface SystemFacts {
  readonly platform: string;
  readonly arch: string;
  /** As `process.versions.node`: `20.19.0`. */
  readonly node: string;
  /** The engine's native part and the PostgreSQL programs are built for glibc; always true off Linux. */
  readonly glibc: boolean;
}

/** The system this runs on, as packages name it; refuses a system or a Node that Steward does not support. */
export function requireLaptopPlatform(system: SystemFacts): LaptopPlatform {
  if (!isAtLeast(system.node, oldestNode))
    throw new StewardError('node_unsupported', { found: system.node, needed: oldestNode.join('.') });
  const name = `${system.platform}-${system.arch}`;
  const known = laptopPlatforms.find((platform) => platform === name);
  if (known === undefined) throw new StewardError('system_unsupported', { system: name });
  if (!system.glibc) throw new StewardError('system_unsupported', { system: `${name} without glibc (Alpine)` });
  return known;
}

export function readSystemFacts(): SystemFacts {
  return {
    platform: process.platform,
    arch: process.arch,
    node: process.versions.node,
    glibc: process.platform !== 'linux' || hasGlibc(),
  };
}

/** Compares `1.28.0` with [1, 28, 0]; whatever is not a number counts as 0. */
export function isAtLeast(version: string, wanted: readonly number[]): boolean {
  const found = version.split('.').map((part) => Number.parseInt(part, 10) || 0);
  for (const [place, number] of wanted.entries()) {
    const other = found[place] ?? 0;
    if (other !== number) return other > number;
  }
  return true;
}

function hasGlibc(): boolean {
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: unknown } };
  return typeof report.header?.glibcVersionRuntime === 'string';
}
