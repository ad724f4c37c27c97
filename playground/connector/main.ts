import { z } from 'zod';
import { type Listening, runListener } from '../run-listener';
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

async function start(): Promise<Listening> {
  const settings = environment.parse(process.env);
  const file = settings.CONNECTOR_WORKPLACE_FILE;
  const workplace = file === undefined ? sampleWorkplace : await readWorkplace(file);
  return startConnector({
    workplace,
    appPassword: settings.CONNECTOR_APP_PASSWORD,
    port: settings.CONNECTOR_PORT,
    botUrl: () => settings.CONNECTOR_BOT_URL,
    ...(settings.CONNECTOR_STATE_FILE !== undefined && { stateFile: settings.CONNECTOR_STATE_FILE }),
    throttle: settings.CONNECTOR_THROTTLE === 'on',
    now: () => new Date(),
    log: (line) => process.stderr.write(`${line}\n`),
  });
}

runListener({ title: 'The connector', portSetting: 'CONNECTOR_PORT' }, start);
