import { Client, Connection } from '@temporalio/client';
import { StewardError } from '../../domain/errors';

export interface TemporalSettings {
  readonly address: string;
  readonly namespace: string;
  readonly tls: boolean;
  readonly apiKey?: string;
}

/** How a client and a worker reach the cluster; an API key implies TLS. */
export function connectionOptions(settings: TemporalSettings) {
  const { address, tls, apiKey } = settings;
  return { address, tls: tls || apiKey !== undefined, ...(apiKey === undefined ? {} : { apiKey }) };
}

/** A client that connects when it is first used, so that the process can start while Temporal is away. */
export function connectClient(settings: TemporalSettings): { client: Client; connection: Connection } {
  const connection = Connection.lazy({ ...connectionOptions(settings), connectTimeout: '5s' });
  return { client: new Client({ connection, namespace: settings.namespace }), connection };
}

/** Throws `engine_away` unless the cluster answers for our namespace. */
export async function checkTemporal(connection: Connection, namespace: string): Promise<void> {
  try {
    await connection.withDeadline(Date.now() + 2_000, () =>
      connection.workflowService.describeNamespace({ namespace }),
    );
  } catch (cause) {
    throw new StewardError('engine_away', {}, { cause });
  }
}
