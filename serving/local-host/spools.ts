import { mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeploymentRef } from '../../domain/ports/target';
import { hasErrorCode } from '../../formats/files/has-error-code';
import { writeWholeFile } from '../../formats/files/write-whole-file';
import { type Drain, createDrains } from './drains';

/** A deployment's right to its spool. */
export interface SpoolClaim {
  /** The spool's folder, as soon as nobody else works in it. May be asked again. */
  folder(): Promise<string>;
  /** Whoever worked in it has ended: what it holds is shipped, then the folder goes. */
  release(): void;
}

export interface Spools {
  /** `told` is what the gateway is told about the deployment; kept beside the spool, to ship it when all else is forgotten. */
  claim(deployment: DeploymentRef, told: string): SpoolClaim;
  /** Ships every spool on the disk but those of the living deployments. */
  shipOthers(living: readonly DeploymentRef[]): Promise<void>;
  /** Ends what ships now; what is left stays for the next start. */
  close(): Promise<void>;
}

export interface SpoolsDeps {
  /** Below it each deployment has `<project>/<environment>/<release>` and, beside it, what its gateway was told. */
  readonly root: string;
  /** A folder on the same file system. */
  readonly temporary: string;
  /** Starts what ships the spool in a folder. */
  readonly drain: (spool: string, told: string) => Drain;
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Told when a spool could not be shipped to its end; it is tried again. */
  readonly onUnfinished: (spool: string, error?: unknown) => void;
}

/**
 * Who works in which spool: one process at a time, a gateway or one that ships what a gateway left. Rows that were
 * answered are never thrown away: a spool goes when it was shipped to its end.
 */
export function createSpools(deps: SpoolsDeps): Spools {
  const { root } = deps;
  /** By spool: resolves when the last deployment that claimed it has let go. */
  const claims = new Map<string, Promise<void>>();
  const drains = createDrains({
    pause: deps.pause,
    start: async (spool) => deps.drain(spool, await readFile(toldFile(spool), 'utf8')),
    remove: removeSpool,
    onUnfinished: deps.onUnfinished,
  });
  return {
    claim: (deployment, told) => {
      const spool = spoolOf(root, deployment);
      const before = claims.get(spool);
      let letGo: () => void = () => undefined;
      const held = new Promise<void>((resolve) => (letGo = resolve));
      claims.set(spool, held);
      return {
        folder: async () => {
          await before;
          await drains.withhold(spool);
          await mkdir(spool, { recursive: true, mode: 0o700 });
          await writeWholeFile(toldFile(spool), told, deps.temporary);
          return spool;
        },
        release: () => {
          letGo();
          if (claims.get(spool) !== held) return;
          claims.delete(spool);
          drains.add(spool);
        },
      };
    },
    shipOthers: async (living) => {
      const claimed = new Set(living.map((deployment) => spoolOf(root, deployment)));
      for (const spool of await listSpools(root)) if (!claimed.has(spool)) drains.add(spool);
    },
    close: () => drains.close(),
  };
}

function spoolOf(root: string, { project, environment, release }: DeploymentRef): string {
  return join(root, project, environment, String(release));
}

function toldFile(spool: string): string {
  return `${spool}.json`;
}

/** What the gateway was told goes last: without it a spool would not be found again. */
async function removeSpool(spool: string): Promise<void> {
  await rm(spool, { recursive: true, force: true });
  await rm(toldFile(spool), { force: true });
}

async function listSpools(root: string): Promise<string[]> {
  const found: string[] = [];
  for (const project of await names(root))
    for (const environment of await names(join(root, project)))
      for (const name of await names(join(root, project, environment))) {
        const release = /^([1-9]\d{0,14})\.json$/.exec(name)?.[1];
        if (release !== undefined) found.push(join(root, project, environment, release));
      }
  return found;
}

async function names(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
}
