import { z } from 'zod';
import { startConnector } from './create-connector';
import { readWorkplace } from './read-workplace';
import { sampleWorkplace } from './sample-workplace';

const text = z.string().min(1);

const environment = z.object({
  CONNECTOR_PORT: z.coerce.number().int().min(0).max(65_535),
  CONNECTOR_APP_PASSWORD: z.string().min(16),
  CONNECTOR_BOT_URL: z.url({ protocol: /^http$/, hostname: /^(127\.0\.0\.1|localhost)$/ }),
  CONNECTOR_STATE_FILE: text.optional(),
  /** A JSON file of another tenant, team and people than the sample's. */
  CONNECTOR_WORKPLACE_FILE: text.optional(),
  CONNECTOR_THROTTLE: z.enum(['on', 'off']).default('off'),
});

async function main(): Promise<void> {
  const settings = environment.parse(process.env);
  const file = settings.CONNECTOR_WORKPLACE_FILE;
  const workplace = file === undefined ? sampleWorkplace : await readWorkplace(file);
  const connector = await startConnector({
    workplace,
    appPassword: settings.CONNECTOR_APP_PASSWORD,
    port: settings.CONNECTOR_PORT,
    botUrl: () => settings.CONNECTOR_BOT_URL,
    ...(settings.CONNECTOR_STATE_FILE !== undefined && { stateFile: settings.CONNECTOR_STATE_FILE }),
    throttle: settings.CONNECTOR_THROTTLE === 'on',
    now: () => new Date(),
    log: (line) => process.stderr.write(`${line}\n`),
  });
  process.stdout.write(`${JSON.stringify({ ready: true, origin: connector.origin })}\n`);
  const stop = (): void => {
    connector.stop().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

function explain(error: unknown): string {
  if (error instanceof z.ZodError) return z.prettifyError(error);
  if (!(error instanceof Error)) return String(error);
  const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  return taken ? 'its port is in use by another program. Stop that one, or change CONNECTOR_PORT.' : error.message;
}

function fail(error: unknown): void {
  process.stderr.write(`The connector cannot run: ${explain(error)}\n`);
  process.exit(1);
}

main().catch(fail);
