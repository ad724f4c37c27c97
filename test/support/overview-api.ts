import type { Client } from '@temporalio/client';
import { commands } from '../../bot/commands';
import { commandHint } from '../../bot/grammar/command-hint';
import { type Overview, overviewSchema } from '../../playground/page/wire/overview';
import { giveToken, startApi } from './api';
import { makeRows, type MonitoringStory, onDay, startMonitoringStory, type TestRow } from './monitoring-rows';
import { people } from './release-fixtures';
import { scratchFolder } from './scratch-folder';
import { connectTestTemporal, type TestTemporal } from './temporal';

interface Answered {
  readonly status: number;
  /** As it came. */
  readonly text: string;
}

interface OverviewApi {
  readonly story: MonitoringStory;
  readonly ask: (path: string, bearer?: string) => Promise<Answered>;
  /** The overview by a token that may read it: as the page reads it, and one environment as it came. */
  readonly look: (environment?: string) => Promise<{ overview: Overview; here: Record<string, unknown>; text: string }>;
}

export const overviewPath = '/api/projects/hmeq/overview';

/** The API over a database in which things are scored, known and judged, at the time of the story. */
async function startOverviewApi(client: Client, folder: string): Promise<OverviewApi & { end: () => Promise<void> }> {
  const story = await startMonitoringStory();
  const hints = commands.map(({ spec }) => commandHint(spec));
  const more = { commands: hints, now: () => story.at };
  const api = await startApi({ database: story.database, client }, folder, more);
  const token = (await giveToken(story, people.operator, { scopes: ['overview:read'] })).secret;

  async function ask(path: string, bearer?: string): Promise<Answered> {
    const headers: Record<string, string> = bearer === undefined ? {} : { authorization: `Bearer ${bearer}` };
    const response = await fetch(`${api.origin}${path}`, { headers });
    return { status: response.status, text: await response.text() };
  }

  return {
    story,
    ask,
    look: async (name = 'production') => {
      const { text } = await ask(overviewPath, token);
      const body = JSON.parse(text) as { environments: Record<string, unknown>[] };
      const here = body.environments.find((environment) => environment['name'] === name);
      return { overview: overviewSchema.parse(body), here: here ?? {}, text };
    },
    end: async () => {
      await api.stop();
      await story.end();
    },
  };
}

/** One for each test of the file, with the run's engine. */
export function overviewApiForEach(): OverviewApi {
  const folder = scratchFolder();
  let temporal: TestTemporal;
  let current: Awaited<ReturnType<typeof startOverviewApi>>;
  beforeAll(async () => {
    temporal = await connectTestTemporal();
  });
  afterAll(() => temporal.close());
  beforeEach(async () => {
    current = await startOverviewApi(temporal.client, folder);
  });
  afterEach(() => current.end());
  return {
    get story() {
      return current.story;
    },
    ask: (path, bearer) => current.ask(path, bearer),
    look: (environment) => current.look(environment),
  };
}

/**
 * A window of 20 rows of v1 that are scored on a day and judged by the monitor when their term is over: `scores` go in
 * the place of the first ones, and only the first `known` outcomes come.
 */
export async function judgeWindow(
  story: MonitoringStory,
  release: number,
  day: number,
  change: { quality?: 'good' | 'poor'; scores?: readonly number[]; known?: number } = {},
): Promise<{ rows: readonly TestRow[]; late: () => Promise<void> }> {
  const { quality = 'good', scores = [], known = 20 } = change;
  const { rows, outcomes } = makeRows(`d${day}-`, 20, onDay(day), quality);
  const scored = rows.map((row, index) => ({ ...row, score: scores[index] ?? row.score }));
  await story.score(release, 'v1', scored);
  await story.know(outcomes(onDay(day + 5)).slice(0, known));
  story.at = onDay(day + 25);
  await story.look();
  return { rows: scored, late: () => story.know(outcomes(onDay(day + 26)).slice(known)) };
}
