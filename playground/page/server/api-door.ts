import { callJson } from '../../client/call-json';
import { commandsSchema } from '../wire/commands';
import { overviewSchema } from '../wire/overview';
import type { Snapshot } from '../wire/stream';

/** Steward's own HTTP interface, as the page's server reads it. Both reject when it does not answer as it should. */
export interface ApiDoor {
  readCommands(): Promise<Snapshot['commands']>;
  readOverview(): Promise<NonNullable<Snapshot['overview']>>;
}

const patienceMs = 10_000;

export function createApiDoor(
  origin: string,
  project: string,
  /** A token of its own; `refused` says that the one given last is not taken any more. */
  token: (refused: boolean) => Promise<string>,
  signal: AbortSignal,
): ApiDoor {
  const until = (): AbortSignal => AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);

  async function readProject(refused: boolean): Promise<unknown> {
    const headers = { Authorization: `Bearer ${await token(refused)}` };
    const url = `${origin}/api/projects/${project}/overview`;
    const { status, body } = await callJson(url, { headers, signal: until() });
    return status === 401 && !refused ? readProject(true) : body;
  }

  return {
    async readCommands() {
      const { body } = await callJson(`${origin}/api/commands`, { signal: until() });
      return commandsSchema.parse(body).commands;
    },
    readOverview: async () => overviewSchema.parse(await readProject(false)),
  };
}
