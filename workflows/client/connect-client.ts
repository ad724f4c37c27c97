import { rootCertificates } from 'node:tls';
import { Client, Connection } from '@temporalio/client';
import { StewardError } from '../../domain/errors';

export interface TemporalSettings {
  readonly address: string;
  readonly namespace: string;
  readonly tls: boolean;
  readonly apiKey?: string;
  /** Certificates in PEM that the cluster is trusted by, beside Node's own. */
  readonly authorities?: string;
}

/** An API key and authorities of one's own are of use over TLS only. */
export function speaksTls({ tls, apiKey, authorities }: TemporalSettings): boolean {
  return tls || apiKey !== undefined || authorities !== undefined;
}

/**
 * How a client and a worker reach the cluster. Both are told whom to trust: a worker's native connection would otherwise
 * ask the system, where an image without authorities has none, and a client Node, so that one connects and the other not.
 */
export function connectionOptions(settings: TemporalSettings) {
  const { address, apiKey, authorities = '' } = settings;
  const trusted = () => Buffer.from([...rootCertificates, authorities].join('\n'));
  return {
    address,
    tls: speaksTls(settings) && { serverRootCACertificate: trusted() },
    ...(apiKey === undefined ? {} : { apiKey }),
  };
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
