import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { layPackages, type SampleDatasets, sampleProjectFile } from '../sample/prepare-sample';
import { playFirstRelease } from './act-first-release';
import { playJudgement } from './act-judgement';
import { playProof } from './act-prove';
import { playRetraining } from './act-retraining';
import { playRollBack } from './act-roll-back';
import { playSecondRelease } from './act-second-release';
import { type Channel, openChannel } from '../client/channel';
import { chooseData, type StoryData } from './choose-data';
import { type ConnectorClient, createConnectorClient, type Person, type Workplace } from '../client/connector-client';
import { findChannel, findPerson } from '../client/find-in-workplace';
import type { Laptop } from './laptop';
import type { Ledger } from './ledger';
import { readRows } from './read-rows';
import { createMessageShower } from './show-message';
import type { Cast, Stage } from './stage';
import { createSteward } from './steward';
import type { Teller } from './teller';

interface StoryParts {
  /** A fresh folder; the laptop is starting on it. */
  readonly home: string;
  readonly laptop: Laptop;
  /** A folder with the files of HMEQ; made-up applicants without. */
  readonly data: string | undefined;
  readonly by: 'clicks' | 'text';
  /** The environment of whoever started the story. */
  readonly environment: Readonly<Record<string, string>>;
  readonly teller: Teller;
  readonly ledger: Ledger;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** The name of this file in a laptop's folder says that it needs no sample of its own: the story brings one. */
const firstStartMark = 'first-start-done';

/** The sample's project file, with the windows and the agreement that the data calls for. */
async function writeProjectFile(home: string, { rows, threshold }: StoryData['agreed']): Promise<string> {
  const sample = await readFile(sampleProjectFile, 'utf8');
  const file = path.join(home, path.basename(sampleProjectFile));
  await writeFile(
    file,
    sample
      .replace(/^ {2}window: .+$/m, `  window: { rows: ${rows} }`)
      .replace(/^ {2}threshold: .+$/m, `  threshold: ${threshold}`)
      .replace(/^ {2}every: .+$/m, '  every: 2 seconds')
      .replace(/^ {2}coolDown: .+$/m, '  coolDown: 0 seconds'),
  );
  return file;
}

/** What a fresh folder must hold before a laptop starts on it. */
export async function prepareHome(home: string): Promise<void> {
  await writeFile(path.join(home, firstStartMark), '');
}

/** Plays all acts, one after the other. Rejects with a PlaygroundFailure when it cannot go on. */
export async function playStory(parts: StoryParts): Promise<void> {
  const { teller } = parts;
  const [{ data, packages }] = await Promise.all([train(parts), parts.laptop.ready]);
  const { stage, channel } = await setStage(parts, data);
  try {
    teller.act('The first release');
    const first = await playFirstRelease(stage, packages.champion);
    teller.act('The second release');
    await playSecondRelease(stage, packages.challenger, first);
    teller.act('The way back');
    await playRollBack(stage, first);
    teller.act('The judgement');
    const alert = await playJudgement(stage, data, parts.home);
    teller.act('The challenger');
    await playRetraining(stage, data, alert);
    teller.act('The proof');
    await playProof(stage);
  } finally {
    await channel.close();
  }
}

async function train(parts: StoryParts): Promise<{ readonly data: StoryData; readonly packages: SampleDatasets }> {
  const { home, ledger, teller, data: folder, signal } = parts;
  return ledger.step('train champion and challenger', async ({ fact }) => {
    const data = await chooseData(home, folder);
    teller.tell('Trainer', `learns from ${data.words}: champion.zip and challenger.zip`);
    const packages = await layPackages(home, data.datasets, signal);
    teller.tell('Trainer', 'both packages lie in the inbox');
    fact('data', data.words);
    return { data, packages };
  });
}

async function setStage(parts: StoryParts, data: StoryData): Promise<{ stage: Stage; channel: Channel }> {
  const { home, laptop, environment, teller, ledger, now, by, signal } = parts;
  const steward = createSteward(home, environment);
  await ledger.step('apply the project file', async ({ fact }) => {
    const file = await writeProjectFile(home, data.agreed);
    teller.tell('Shell', `$ steward project apply ${path.basename(file)}`);
    const changes = (await steward('project', 'apply', file)).split('\n');
    const applied = changes.pop() ?? '';
    teller.tell('Shell', `${applied} What is new takes ${changes.length} lines, in the report.`);
    fact('changes', changes);
    fact('applied', applied);
  });
  const setting = await laptop.settings();
  const connector: ConnectorClient = createConnectorClient(setting('STEWARD_CONNECTOR_URL'), signal);
  const workplace = await connector.workplace();
  const conversation = findChannel(workplace, 'hmeq').id;
  const onMessage = createMessageShower(teller, 'Steward');
  const channel = openChannel({ connector, conversation, onMessage, signal });
  const rows = await readRows(data.test);
  const shellPath = environment['PATH'] ?? '';
  const api = setting('STEWARD_API_URL');
  const cast = castOf(workplace);
  const stage = {
    teller,
    ledger,
    connector,
    channel,
    conversation,
    cast,
    steward,
    api,
    rows,
    path: shellPath,
    by,
    now,
    signal,
  };
  return { stage, channel };
}

function castOf(workplace: Workplace): Cast {
  const find = (name: string): Person => findPerson(workplace, name);
  return { dana: find('Dana'), lena: find('Lena'), theo: find('Theo'), ivo: find('Ivo') };
}
