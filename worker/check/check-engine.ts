import type { Connection } from '@temporalio/client';
import type { Checked } from '../../domain/check';
import { errorText, StewardError } from '../../domain/errors';
import { connectClient, speaksTls, type TemporalSettings } from '../../workflows/client/connect-client';
import { runLooks } from './run-looks';

/** Steward asks the engine about what ended for the sweep and for people who look something up; its record is PostgreSQL. */
const neededHours = 24;
const limit = 5_000;

/** gRPC's own numbers. */
const codes = { deadline: 4, notFound: 5, forbidden: 7, unauthenticated: 16 } as const;

export async function checkEngine(settings: TemporalSettings): Promise<readonly Checked[]> {
  const { connection } = connectClient(settings);
  const trust = settings.authorities === undefined ? '' : ', authorities of TEMPORAL_CA_FILE';
  const route = speaksTls(settings) ? `direct, TLS${trust}` : 'direct, no TLS';
  return runLooks(route, [
    { what: 'Temporal: connection', gate: true, look: () => lookAtServer(connection, settings) },
    { what: 'Temporal: namespace', look: () => lookAtNamespace(connection, settings) },
  ]).finally(() => connection.close());
}

async function lookAtServer(connection: Connection, settings: TemporalSettings): Promise<string> {
  const { serverVersion } = await ask(connection, settings, () => connection.workflowService.getSystemInfo({}));
  return `Temporal ${serverVersion || 'of an unknown version'} at ${settings.address}`;
}

async function lookAtNamespace(connection: Connection, settings: TemporalSettings): Promise<string> {
  const { namespace } = settings;
  const { config } = await ask(connection, settings, () => connection.workflowService.describeNamespace({ namespace }));
  const seconds = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0);
  const hours = Math.floor(seconds / 3_600);
  if (seconds > 0 && hours < neededHours)
    throw new StewardError('check_engine_retention', { namespace, hours, needed: neededHours });
  return `${namespace}, which keeps what ended for ${seconds === 0 ? 'ever' : `${hours} hours`}`;
}

async function ask<T>(
  connection: Connection,
  { address, namespace }: TemporalSettings,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await connection.withDeadline(Date.now() + limit, work);
  } catch (cause) {
    const { code, details } = (cause ?? {}) as { readonly code?: unknown; readonly details?: unknown };
    const why = typeof details === 'string' && details !== '' ? details.slice(0, 200) : errorText(cause);
    if (code === codes.notFound) throw new StewardError('check_engine_namespace', { address, namespace }, { cause });
    if (code === codes.forbidden || code === codes.unauthenticated)
      throw new StewardError('check_engine_login', { address, namespace, why }, { cause });
    throw new StewardError('check_engine_away', { address, why }, { cause });
  }
}
