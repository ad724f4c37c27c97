import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { connectScoredRows } from '../../database/scored-rows';
import { errorText } from '../../domain/errors';
import { listSecrets } from '../../formats/settings/list-secrets';
import { resolveSecretFiles } from '../../formats/settings/resolve-secret-files';
import { createLineLogger } from '../write-log';
import { parseGatewaySettings } from './parse-settings';
import { runGateway } from './run-gateway';

/** Ms that the spool may take to empty when the gateway is told to stop. */
const drainLimit = 5_000;
/** Rows are still in the spool. */
const rowsLeft = 3;

/** `gateway` serves until it is told to stop; `gateway --drain` ships what the spool holds. */
async function main(): Promise<number> {
  const stopping = stopSignal();
  // Whoever reads what we write may be killed; the spool is emptied all the same.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const given = resolveSecretFiles(process.env, (file) => readFileSync(file, 'utf8'));
  const settings = parseGatewaySettings(given);
  const { project, environment, release } = settings.deployment;
  const log = createLineLogger(
    { write: (line) => process.stderr.write(line), process: 'gateway', secrets: listSecrets(given) },
    { project, environment, release },
  );
  const drainOnly = process.argv.includes('--drain');
  const gateway = await runGateway(
    settings,
    {
      log,
      connect: () => connectScoredRows(settings.databaseUrl),
      clock: Date.now,
      random: Math.random,
      randomBytes,
      newKey: randomUUID,
      pause: (ms, signal) => wait(ms, undefined, { signal }).catch(() => undefined),
    },
    { listen: !drainOnly },
  );
  if (drainOnly) return (await gateway.close(stopping)) ? 0 : rowsLeft;
  process.stdout.write(`${JSON.stringify({ listening: gateway.port })}\n`);
  if (!stopping.aborted) await once(stopping, 'abort');
  log.info('stopping');
  const emptied = await gateway.close(AbortSignal.timeout(drainLimit));
  if (!emptied) log.warn('rows are left in the spool', { directory: settings.directory });
  return emptied ? 0 : rowsLeft;
}

/** Aborted when the process is told to stop, or whoever started it is gone. */
function stopSignal(): AbortSignal {
  const stop = new AbortController();
  const end = (): void => stop.abort();
  process.once('SIGTERM', end).once('SIGINT', end).once('disconnect', end);
  return stop.signal;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : errorText(error)}\n`);
    process.exit(1);
  },
);
