import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { createOutside } from '../outside/create-outside';
import { createStarter } from '../outside/starter';
import { type Listening, runListener } from '../run-listener';
import { createSteward } from '../story/steward';
import { createApiDoor } from './server/api-door';
import { createApiToken } from './server/api-token';
import { createAssets } from './server/assets';
import { createConnectorDoor } from './server/connector-door';
import { createGallery } from './server/gallery';
import { createHub } from './server/hub';
import { startPage } from './server/start-page';
import { createStage } from './story/stage';
import { createStory } from './story/create-story';
import { steps } from './story/steps';

const loopback = z.url({ protocol: /^http$/, hostname: /^(127\.0\.0\.1|localhost)$/ });

const environment = z.object({
  PAGE_PORT: z.coerce.number().int().min(0).max(65_535),
  /** Where the build put the page. */
  PAGE_ASSETS: z.string().min(1).optional(),
  STEWARD_HOME: z.string().min(1),
  STEWARD_CONNECTOR_URL: loopback,
  STEWARD_API_URL: loopback,
  STEWARD_TEMPORAL_UI_URL: loopback,
  STEWARD_LOCAL_HOST_URL: loopback,
});

/** The page shows the sample's project, and plays the world around its production. */
const place = { project: 'hmeq', environment: 'production' } as const;

/** The build puts the page below dist/, whether this file runs from there or from the sources. */
const builtAssets = path.resolve(__dirname, __filename.endsWith('.js') ? 'app' : '../../dist/playground/page/app');

/** To read what happened, after each step of the story. */
const readingMs = 2_500;

/** Kept beside the tests of a checkout. */
const goldenCards = path.resolve(__dirname, __filename.endsWith('.js') ? '../../..' : '../..', 'test/golden/cards');

async function start(): Promise<Listening> {
  const settings = environment.parse(process.env);
  const { STEWARD_HOME: home, STEWARD_LOCAL_HOST_URL: localHostUrl } = settings;
  const ending = new AbortController();
  const { signal } = ending;
  const steward = createSteward(home, process.env as Record<string, string>);
  const hub = createHub(settings.STEWARD_TEMPORAL_UI_URL);
  const connector = createConnectorDoor(settings.STEWARD_CONNECTOR_URL, signal);
  const outside = await createOutside({
    ...place,
    home,
    localHostUrl,
    steward,
    starter: createStarter(process, place),
    now: () => new Date(),
    pause: (ms, until) => wait(ms, undefined, { signal: until }).catch(() => undefined),
  });
  const story = createStory({
    steps,
    stageFor: (until) => createStage(hub, connector, outside, until),
    readingMs,
    changed: (state) => hub.set('story', state),
  });
  const page = await startPage({
    hub,
    connector,
    outside,
    story,
    api: createApiDoor(settings.STEWARD_API_URL, place.project, createApiToken(home, steward), signal),
    assets: createAssets(settings.PAGE_ASSETS ?? builtAssets),
    gallery: createGallery(goldenCards),
    port: settings.PAGE_PORT,
    log: (line) => process.stderr.write(`${line}\n`),
  });
  return {
    origin: page.origin,
    stop: async () => {
      ending.abort();
      await page.stop();
    },
  };
}

runListener({ title: 'The page', portSetting: 'PAGE_PORT' }, start);
