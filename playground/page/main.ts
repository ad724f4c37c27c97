import path from 'node:path';
import { z } from 'zod';
import { createSteward } from '../story/steward';
import { createApiDoor } from './server/api-door';
import { createApiToken } from './server/api-token';
import { createAssets } from './server/assets';
import { createConnectorDoor } from './server/connector-door';
import { createHub } from './server/hub';
import { startPage } from './server/start-page';

const loopback = z.url({ protocol: /^http$/, hostname: /^(127\.0\.0\.1|localhost)$/ });

const environment = z.object({
  PAGE_PORT: z.coerce.number().int().min(0).max(65_535),
  /** Where the build put the page. */
  PAGE_ASSETS: z.string().min(1).optional(),
  STEWARD_HOME: z.string().min(1),
  STEWARD_CONNECTOR_URL: loopback,
  STEWARD_API_URL: loopback,
  STEWARD_TEMPORAL_UI_URL: loopback,
});

/** The page shows the sample's project. */
const project = 'hmeq';

/** The build puts the page below dist/, whether this file runs from there or from the sources. */
const builtAssets = path.resolve(__dirname, __filename.endsWith('.js') ? 'app' : '../../dist/playground/page/app');

async function main(): Promise<void> {
  const settings = environment.parse(process.env);
  const ending = new AbortController();
  const { signal } = ending;
  const steward = createSteward(settings.STEWARD_HOME, process.env as Record<string, string>);
  const page = await startPage({
    hub: createHub(settings.STEWARD_TEMPORAL_UI_URL),
    connector: createConnectorDoor(settings.STEWARD_CONNECTOR_URL, signal),
    api: createApiDoor(settings.STEWARD_API_URL, project, createApiToken(settings.STEWARD_HOME, steward), signal),
    assets: createAssets(settings.PAGE_ASSETS ?? builtAssets),
    port: settings.PAGE_PORT,
    log: (line) => process.stderr.write(`${line}\n`),
  });
  process.stdout.write(`${JSON.stringify({ ready: true, origin: page.origin })}\n`);
  const stop = (): void => {
    ending.abort();
    page.stop().then(() => process.exit(0), fail);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

function explain(error: unknown): string {
  if (error instanceof z.ZodError) return z.prettifyError(error);
  if (!(error instanceof Error)) return String(error);
  const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  return taken ? 'its port is in use by another program. Stop that one, or change PAGE_PORT.' : error.message;
}

function fail(error: unknown): void {
  process.stderr.write(`The page cannot run: ${explain(error)}\n`);
  process.exit(1);
}

main().catch(fail);
