import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createApi } from '../../api/create-api';
import type { ApiDependencies } from '../../api/dependencies';
import { createToken, type TokenScope } from '../../database/tokens';
import { createImportAnnouncer } from '../../workflows/client/announce-import';
import { createRegistrationEngine } from '../../workflows/client/create-registration-engine';
import { closeServer, listen } from '../../worker/wiring/listen';
import { recordingLogger } from '../bot/teams/edge-fixture';
import type { TestSteward } from './steward';

export interface TestApi {
  /** `http://127.0.0.1:<port>`. */
  readonly origin: string;
  readonly uploads: string;
  readonly stop: () => Promise<void>;
}

/** The HTTP edge of a Steward in one process, on a listener of its own. */
export async function startApi(
  steward: Pick<TestSteward, 'database' | 'client'>,
  folder: string,
  change: Partial<ApiDependencies> = {},
): Promise<TestApi> {
  const uploads = path.join(folder, 'uploads');
  const api = createApi({
    database: steward.database,
    registrations: createRegistrationEngine(steward.client),
    imports: createImportAnnouncer(steward.client),
    commands: [],
    uploads,
    uploadLimit: 1024 * 1024,
    readiness: () => Promise.resolve({ ready: true }),
    now: () => new Date().toISOString(),
    newName: randomUUID,
    logger: recordingLogger([]),
    ...change,
  });
  await listen(api, 0, '127.0.0.1');
  const { port } = api.server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, uploads, stop: () => closeServer(api) };
}

/** A token of this owner, written as the shell verb does. */
export async function giveToken(
  { database }: Pick<TestSteward, 'database'>,
  owner: string,
  change: { scopes?: readonly TokenScope[]; expiresAt?: string } = {},
): Promise<{ readonly id: number; readonly secret: string }> {
  const at = new Date().toISOString();
  const secret = `stw_${randomUUID()}`;
  const { scopes = ['versions:write', 'versions:read'], expiresAt = '2999-01-01T00:00:00.000Z' } = change;
  const actor = { kind: 'local', user: 'test' } as const;
  const id = await database.transaction((tx) => createToken(tx, { secret, owner, scopes, expiresAt, actor, at }));
  return { id, secret };
}
