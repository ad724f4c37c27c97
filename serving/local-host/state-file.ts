import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { StewardError, isStewardError } from '../../domain/errors';
import type { DeploymentRef, EnvironmentRef } from '../../domain/ports/target';
import { hasErrorCode } from '../../formats/files/has-error-code';
import { writeWholeFile } from '../../formats/files/write-whole-file';
import { isRecord } from '../../formats/is-record';
import { placeName, stageMessage } from '../../formats/local-host/messages';
import { imagesOf } from './unpack-image';

/** Raised when an older local host's state would not do. */
const stateVersion = 2;

const release = z.int().min(1);
const stateSchema = z.strictObject({
  version: z.literal(stateVersion),
  deployments: z.array(stageMessage.extend({ project: placeName, environment: placeName, release })),
  /** Which release has an environment's traffic; it is among the deployments. */
  serving: z.array(z.strictObject({ project: placeName, environment: placeName, release })),
});

/** All that the local host must know again after it was killed. */
export type HostState = z.infer<typeof stateSchema>;
export type HeldDeployment = HostState['deployments'][number];

/**
 * Throws `local_host_state_damaged`, and `local_host_state_old` for one that tells no contracts: to go on with nothing
 * would take every model down, and to serve without a gateway would lose every row in silence.
 */
export async function loadState(directory: string): Promise<HostState> {
  const path = statePath(directory);
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (isRecord(value) && value.version === 1) throw new StewardError('local_host_state_old', { path });
    return stateSchema.parse(value);
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return { version: stateVersion, deployments: [], serving: [] };
    if (isStewardError(error)) throw error;
    throw new StewardError('local_host_state_damaged', { path }, { cause: error });
  }
}

export async function saveState(directory: string, state: HostState): Promise<void> {
  await writeWholeFile(
    statePath(directory),
    `${JSON.stringify(state, undefined, 2)}\n`,
    imagesOf(directory).unfinished,
  );
}

export function isSameEnvironment(one: EnvironmentRef, other: EnvironmentRef): boolean {
  return one.project === other.project && one.environment === other.environment;
}

export function isSameDeployment(one: DeploymentRef, other: DeploymentRef): boolean {
  return isSameEnvironment(one, other) && one.release === other.release;
}

function statePath(directory: string): string {
  return join(directory, 'state.json');
}
