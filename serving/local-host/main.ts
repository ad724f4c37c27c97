import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { errorText } from '../../domain/errors';
import { listSecrets } from '../../formats/settings/list-secrets';
import { resolveSecretFiles } from '../../formats/settings/resolve-secret-files';
import { parseLocalHostSettings } from './parse-settings';
import { runLocalHost } from './run-local-host';
import { createLineLogger } from './write-log';

/** What any child needs of our environment; never the token. */
const passedOn = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'TZ'];

async function main(): Promise<void> {
  const given = resolveSecretFiles(process.env, (file) => readFileSync(file, 'utf8'));
  const settings = parseLocalHostSettings(given);
  const log = createLineLogger((line) => process.stdout.write(line), listSecrets(given));
  const machine = Object.entries(process.env).filter(([name]) => passedOn.includes(name));
  const environment = Object.fromEntries(machine.map(([name, value]) => [name, value ?? '']));
  const { execArgv } = process;
  const host = await runLocalHost(settings, {
    log,
    now: () => performance.now(),
    pause: (ms, signal) => wait(ms, undefined, { signal }).catch(() => undefined),
    modelServer: { script: require.resolve('../model-server/main'), execArgv, environment },
    gateway: { script: require.resolve('../gateway/main'), execArgv, environment },
  });
  process.stdout.write(`${JSON.stringify({ ready: true, port: host.port })}\n`);
  const signal = await Promise.race(['SIGINT', 'SIGTERM'].map((name) => once(process, name).then(() => name)));
  log.info('stopping', { signal });
  await host.close();
  log.info('stopped');
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : errorText(error)}\n`);
    process.exit(1);
  },
);
