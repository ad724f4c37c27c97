import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createAppendBuilder } from '../../../activities/image/append/create-append-builder';
import { createRegistryPlace } from '../../../activities/image/create-registry-place';
import { createNotifyActivities } from '../../../activities/notify';
import { createObservationActivities } from '../../../activities/observation';
import type { ReleaseDependencies } from '../../../activities/release';
import { listLiveAlerts } from '../../../database/alerts';
import { readAuditOf } from '../../../database/audit';
import { findImageCheck } from '../../../database/image-checks';
import { findServing } from '../../../database/servings';
import { listVersions } from '../../../database/versions';
import type { Digest } from '../../../domain/digest';
import { imageManifestSchema } from '../../../formats/oci/documents';
import { blobPath, readBlob } from '../../../formats/oci/blobs';
import { decisionLine, playIn } from '../../support/play';
import { testClient } from '../../support/registry-client';
import { scratchFolder } from '../../support/scratch-folder';
import { writeSmallPackage } from '../../support/small-package';
import { dana, ivo, lena, startSteward, type TestSteward } from '../../support/steward';
import { connectTestTemporal, type TestTemporal } from '../../support/temporal';

jest.setTimeout(240_000);

let temporal: TestTemporal;
let steward: TestSteward;
let deps: ReleaseDependencies;
const folder = scratchFolder();
const store = path.join(folder, 'store');
const hour = 60 * 60_000;
/** What the clock of the checks says. */
let now = Date.parse('2041-01-01T00:00:00Z');
const told: string[] = [];

beforeAll(async () => {
  temporal = await connectTestTemporal();
  const { client, connection: native, namespace } = temporal;
  steward = await startSteward({ folder, temporal: { client, native, namespace }, adjust: (made) => (deps = made) });
  await say(lena, 'connect hmeq');
  for (const at of [1, 2]) {
    await writeSmallPackage(path.join(steward.inbox, `${at}.zip`), at);
    await say(dana, `register ${at}.zip`);
    await until(async () => ((await listVersions(steward.database, 'hmeq')).length === at ? true : undefined));
    await release(dana, `deploy v${at} to staging`);
  }
});
afterAll(async () => {
  await steward.stop();
  await temporal.close();
});

const { say, ask, inState, until, messages } = playIn(() => steward);

async function release(who: string, line: string): Promise<void> {
  const number = await ask(who, line);
  const asked = await inState(number, 'waiting', 'serving', 'failed');
  if (asked.state === 'waiting') await say(lena, decisionLine(asked));
  expect(await inState(number, 'serving', 'failed')).toMatchObject({ state: 'serving' });
  await steward.client.workflow.getHandle('release/hmeq/staging').result();
}

function check(builder: ReleaseDependencies['builder'] = deps.builder): Promise<readonly number[]> {
  const { checkImages } = createObservationActivities({
    ...{ database: steward.database, target: deps.target, builder },
    now: () => new Date(now).toISOString(),
    pause: (ms, signal) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        signal.addEventListener('abort', () => (clearTimeout(timer), resolve()));
      }),
    reportLook: ({ error }) => {
      throw error;
    },
    reportImages: ({ why }) => void told.push(why),
  });
  return checkImages();
}

const found = async () => findImageCheck(steward.database, 'hmeq', 'staging');
const live = async () => listLiveAlerts(steward.database, 'hmeq', 'staging');

async function show(alerts: readonly number[]): Promise<string> {
  const { showAlert } = createNotifyActivities({
    database: steward.database,
    chat: steward.bot.gateway,
    now: deps.now,
  });
  for (const alert of alerts) await showAlert({ alert });
  return JSON.stringify(await messages());
}

async function layersOf(image: Digest): Promise<readonly Digest[]> {
  const bytes = await readBlob(store, image, 100_000);
  return imageManifestSchema.parse(JSON.parse(bytes.toString())).layers.map(({ digest }) => digest);
}

async function imageOf(version: string): Promise<Digest> {
  const image = (await found())?.checked?.images.find((one) => one.version === version)?.image;
  if (image === undefined) throw new Error(`no image of ${version} is kept`);
  return image;
}

describe('the daily check of the images that served', () => {
  it('asks for all of them, once a day, and again after a release', async () => {
    expect(await check()).toEqual([]);
    expect(await found()).toMatchObject({
      version: 'v2',
      checked: {
        at: '2041-01-01T00:00:00.000Z',
        images: [
          { version: 'v2', serves: true, lost: [] },
          { version: 'v1', serves: false, lost: [] },
        ],
      },
    });
    now += 23 * hour;
    await check();
    expect((await found())?.checked?.at).toBe('2041-01-01T00:00:00.000Z');
    now += hour;
    await check();
    expect((await found())?.checked?.at).toBe('2041-01-02T00:00:00.000Z');
    await release(ivo, 'rollback staging -- the day before was better');
    now += 1_000;
    await check();
    expect(await found()).toMatchObject({
      version: 'v1',
      checked: { at: '2041-01-02T00:00:01.000Z', images: [{ version: 'v1', serves: true }, { version: 'v2' }] },
    });
    await release(dana, 'deploy v2 to staging');
  });

  it('a place that cannot be asked is not a lost image: nothing is raised, what was found stays, and it is asked again in an hour', async () => {
    const client = testClient();
    const place = createRegistryPlace({
      ...{ client, host: '127.0.0.1:9', prefix: '', progress: () => undefined },
      report: () => undefined,
    });
    const extractModel = () => Promise.resolve();
    const nobody = createAppendBuilder({ place, workDirectory: path.join(folder, 'builds'), extractModel });
    expect(await check(nobody)).toEqual([]);
    await client.close();
    expect(told).toHaveLength(1);
    expect(await live()).toEqual([]);
    expect(await found()).toMatchObject({ checked: { images: [{ lost: [] }, { lost: [] }] }, away: told[0] });
    await say(dana, 'status');
    expect(JSON.stringify(await messages())).toContain('since then they could not be asked for');
    expect(await check()).toEqual([]);
    expect(await found()).toHaveProperty('away');
    now += hour;
    await check();
    expect(await found()).not.toHaveProperty('away');
  });

  it('a lost layer of what serves raises one alert, and releasing the same version again brings it back and closes it', async () => {
    now += 24 * hour;
    const image = await imageOf('v2');
    const [layer = image] = await layersOf(image);
    await rm(blobPath(store, layer));
    await say(dana, 'deploy v2 to staging');
    expect(JSON.stringify(await messages())).toContain('staging already serves v2 with this image');
    const raised = await check();
    expect(raised).toHaveLength(1);
    expect(await live()).toMatchObject([
      {
        kind: 'image_missing',
        state: 'open',
        images: [{ version: 'v2', serves: true, lost: [{ part: 'layer', digest: layer }] }],
      },
    ]);
    const card = await show(raised);
    expect(card).toContain('hmeq in staging: images of what serves or served there are lost');
    expect(card).toContain('1 layer cannot be found intact');
    await say(dana, 'status');
    expect(JSON.stringify(await messages())).toContain('1 of the last 2 whole, asked for');
    now += hour;
    expect(await check()).toEqual([]);
    await release(dana, 'deploy v2 to staging');
    now += 1_000;
    const closed = await check();
    expect(closed).toEqual(raised);
    expect(await live()).toEqual([]);
    expect(await show(closed)).toContain('Closed: all of them are there again');
    const audit = await readAuditOf(steward.database, `alert/${raised[0]}`);
    expect(audit.map(({ action }) => action)).toEqual(['alert.raised', 'alert.closed']);
  });

  it('a damaged image of before is lost, too, survives the release of another version, and a rollback to it builds it again', async () => {
    now += 24 * hour;
    const image = await imageOf('v1');
    await writeFile(blobPath(store, image), 'damaged');
    const raised = await check();
    expect(raised).toHaveLength(1);
    expect(await live()).toMatchObject([{ images: [{ version: 'v1', serves: false, lost: [{ part: 'manifest' }] }] }]);
    await release(ivo, 'rollback staging -- what serves is worse');
    expect(await findServing(steward.database, 'hmeq', 'staging')).toMatchObject({ version: 'v1', imageDigest: image });
    expect(await live()).toHaveLength(1);
    now += 1_000;
    expect(await check()).toEqual(raised);
    expect(await live()).toEqual([]);
  });
});
