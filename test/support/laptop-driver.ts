import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { connectDatabase, type Database } from '../../database/database';
import { applyProject } from '../../database/projects';
import { getRelease, listReleases } from '../../database/releases';
import { isStewardError } from '../../domain/errors';
import type { ProjectFile } from '../../domain/project';
import type { Release } from '../../domain/release/release';
import { hashProjectFile } from '../../formats/project-file/hash-project-file';
import { freePorts } from '../../worker/laptop/laptop-ports';
import { findFreePort } from '../../worker/laptop/ports';
import { type Laptop, type LaptopOptions, startLaptop } from '../../worker/laptop/start-laptop';
import { createDriver, dana, type Driver, hmeq, lena, type Shown } from '../playground/connector/stand-in';
import { repositoryRoot } from './run-state';

export interface DrivenLaptop {
  readonly laptop: Laptop;
  readonly home: string;
  /** With the application's rights. */
  readonly database: Database;
  readonly driver: Driver;
  /** What the laptop said so far. */
  readonly said: readonly string[];
  readonly stop: () => Promise<void>;
}

/** A message of the channel with the buttons that everybody sees. */
export interface ShownCard extends Shown {
  readonly buttons: readonly { readonly title: string; readonly verb: string }[];
}

/** What the connector says of a click: how the bot answered each delivery. */
export interface Pressed {
  readonly deliveries: readonly { readonly status: number; readonly body: string; readonly error?: string }[];
}

/** Lena decides what Dana asks for, in each of the environments; the first one leads. */
export function drivenProject(environments: readonly string[]): ProjectFile {
  const policy = { approvers: [{ kind: 'role', role: 'leader' }], quorum: 1, quorumForSystem: 2, expiryMs: 86_400_000 };
  const place = { target: { kind: 'local' }, policy } as const;
  return {
    project: 'hmeq',
    contract: { outcome: { name: 'BAD', event: '1' } },
    people: {},
    roles: { modeller: [dana], leader: [lena], operator: [], auditor: [], viewer: [] },
    environments: Object.fromEntries(environments.map((name, at) => [name, { ...place, leading: at === 0 }])),
    serving: { bases: [{ base: { kind: 'scratch' } }] },
  } as ProjectFile;
}

/** The compiled tree, as `npm start` runs it; built when the sources have changed. */
export function compiledCode(): { readonly folder: string; readonly compiled: true } {
  const built = spawnSync(process.execPath, [path.join(repositoryRoot, 'tools/build.mjs'), '--if-stale'], {
    encoding: 'utf8',
  });
  if (built.status !== 0) throw new Error(`The sources cannot be built: ${built.stderr}`);
  return { folder: path.join(repositoryRoot, 'dist'), compiled: true };
}

/** A whole Steward on this machine, each part a process of its own, with a project and its channel connected. */
export async function startDrivenLaptop(
  home: string,
  environments: readonly string[],
  more: Partial<LaptopOptions> = {},
): Promise<DrivenLaptop> {
  const said: string[] = [];
  const laptop = await startLaptop({
    home,
    ports: await freePorts(findFreePort),
    env: { ...process.env, TEMPORAL_ADDRESS: undefined },
    say: (line) => void said.push(line),
    code: compiledCode(),
    durable: false,
    ...more,
  });
  const database = connectDatabase({ url: laptop.settings.STEWARD_DATABASE_URL, max: 4, name: 'test' });
  const driver = createDriver(laptop.settings.STEWARD_CONNECTOR_URL);
  const file = drivenProject(environments);
  const facts = { hash: hashProjectFile(file), source: 'test', changes: [], actor: { kind: 'system' } as const };
  await database.transaction((tx) => applyProject(tx, file, { ...facts, at: new Date().toISOString() }));
  await driver.call('POST', '/installations', { as: lena, conversation: hmeq });
  const stop = async (): Promise<void> => {
    await database.close();
    await laptop.stop();
  };
  const driven = { laptop, home, database, driver, said, stop };
  await say(driven, lena, 'connect hmeq');
  return driven;
}

export function say({ driver }: DrivenLaptop, as: string, text: string): Promise<Pressed> {
  return driver.call('POST', `/conversations/${encodeURIComponent(hmeq)}/messages`, { as, text });
}

export function press(
  { driver }: DrivenLaptop,
  as: string,
  card: string,
  verb: 'approve' | 'reject',
): Promise<Pressed> {
  const inputs = { [`${verb}Reason`]: 'evidence reviewed' };
  return driver.call('POST', '/clicks', { as, message: card, button: verb, inputs });
}

const patienceMs = 60_000;
const pauseMs = 25;

/** Looks again and again until something is there; a database that is away for now is nothing. Rejects with `what`. */
export async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  for (const end = performance.now() + patienceMs; performance.now() < end; await wait(pauseMs)) {
    const found = await look().catch((error: unknown) => {
      if (isStewardError(error) && error.code === 'database_away') return undefined;
      throw error;
    });
    if (found !== undefined) return found;
  }
  throw new Error(`In ${patienceMs / 1_000} s there was not: ${what}`);
}

/** Dana asks for a release; resolves with its number. */
export async function requestRelease(driven: DrivenLaptop, version: string, environment: string): Promise<number> {
  const before = await newestRelease(driven, environment);
  await say(driven, dana, `deploy ${version} to ${environment}`);
  const number = await newestRelease(driven, environment);
  if (number === undefined || number === before)
    throw new Error(`No release of ${version} to ${environment} was opened`);
  return number;
}

async function newestRelease({ database }: DrivenLaptop, environment: string): Promise<number | undefined> {
  const releases = await listReleases(database, 'hmeq', 100);
  return releases.find((release) => release.environment === environment)?.number;
}

/** The release when it is in one of the states, or has ended in any other. */
export function inState({ database }: DrivenLaptop, number: number, ...states: Release['state'][]): Promise<Release> {
  return until(`r${number} ${states.join(' or ')}`, async () => {
    const release = await getRelease(database, number);
    return states.includes(release.state) || release.state === 'failed' ? release : undefined;
  });
}

/** The release when it serves and its last step is done, or when it has ended in another way. */
export function recorded({ database }: DrivenLaptop, number: number): Promise<Release> {
  return until(`r${number} serving and recorded`, async () => {
    const release = await getRelease(database, number);
    const over = release.state === 'serving' ? release.steps.at(-1)?.state === 'done' : release.endedAt !== undefined;
    return over ? release : undefined;
  });
}

/** The live card of a release as the channel shows it, when it fulfils the wish. */
export function cardOf(
  { database, driver }: DrivenLaptop,
  number: number,
  wish: (card: ShownCard) => boolean,
): Promise<ShownCard> {
  return until(`a card of r${number} as wished`, async () => {
    const statement = 'select activity_id from cards where subject = $1 and activity_id is not null';
    const [row] = await database.query<{ activity_id: string }>(statement, [`release/${number}`]);
    if (row === undefined) return undefined;
    const card = await driver.call<ShownCard>('GET', `/messages/${row.activity_id}`);
    return wish(card) ? card : undefined;
  });
}

/** Lena presses [Approve] on the release's card as soon as it is there; resolves with the bot's answer. */
export async function approve(driven: DrivenLaptop, number: number): Promise<Pressed> {
  const card = await cardOf(driven, number, ({ buttons }) => buttons.some(({ verb }) => verb === 'approve'));
  return press(driven, lena, card.id, 'approve');
}
