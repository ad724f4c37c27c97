import { commands } from '../../bot/commands';
import { commandHint } from '../../bot/grammar/command-hint';
import { rememberPerson } from '../../database/people';
import { movePointer } from '../../database/pointers';
import { giveToken } from '../support/api';
import { daysOf, onDay } from '../support/monitoring-rows';
import { overviewApiForEach, overviewPath } from '../support/overview-api';
import { approveRelease, askForRelease, scoringAddress, switchRelease } from '../support/overview-world';
import { after, digestOf, people, registerTestVersion } from '../support/release-fixtures';

const world = overviewApiForEach();

async function refusal(of: string, bearer?: string): Promise<[number, string]> {
  const { status, text } = await world.ask(of, bearer);
  return [status, (JSON.parse(text) as { error: { code: string } }).error.code];
}

describe('who may read the overview', () => {
  it('nobody without a token', async () => {
    expect(await refusal(overviewPath)).toEqual([401, 'token_missing']);
    expect(await refusal(overviewPath, 'stw_00000000-0000-4000-8000-000000000000')).toEqual([401, 'token_refused']);
  });

  it('no token of another scope', async () => {
    const scopes = ['versions:read', 'versions:write', 'outcomes:write'] as const;
    const { secret } = await giveToken(world.story, people.operator, { scopes });
    expect(await refusal(overviewPath, secret)).toEqual([403, 'token_scope']);
  });

  it('nobody without a role in the project, though the token has the scope', async () => {
    const { secret } = await giveToken(world.story, people.guest, { scopes: ['overview:read'] });
    expect(await refusal(overviewPath, secret)).toEqual([403, 'not_allowed']);
  });

  it('nobody of a project that there is not', async () => {
    const { secret } = await giveToken(world.story, people.operator, { scopes: ['overview:read'] });
    expect(await refusal('/api/projects/loans/overview', secret)).toEqual([404, 'project_unknown']);
  });

  it('a token that is used every second is not written every second', async () => {
    const used = async (): Promise<unknown> =>
      (await world.story.database.query('select xmin, used_at from tokens'))[0];
    await world.look();
    const first = await used();
    world.story.at = onDay(0, 59_000);
    await world.look();
    expect(await used()).toEqual(first);
    world.story.at = onDay(0, 61_000);
    await world.look();
    expect(await used()).toMatchObject({ used_at: world.story.at });
  });
});

it('a project in which nothing happened yet says so in every field', async () => {
  const nothing = {
    ...{ serving: null, scoringUrl: null, release: null, retraining: null, observed: null, alert: null },
    ...{ evaluations: [], marks: [], distribution: null },
  };
  const policy = { threshold: 0.45, consecutive: 2, minimumEvents: 2, coverage: 0.8 };
  expect(JSON.parse((await world.look()).text)).toEqual({
    project: 'hmeq',
    champion: null,
    challenger: null,
    outcome: { name: 'BAD', event: '1' },
    environments: [
      {
        ...{ name: 'staging', leading: false, ...nothing, policy: null, monitorWorkflowId: null },
        pending: { rows: 0, withOutcome: 0, of: null, atLeast: false },
      },
      {
        ...{ name: 'production', leading: true, ...nothing, monitorWorkflowId: 'monitor/hmeq/production' },
        policy: { ...policy, everyMs: daysOf(1), maturityMs: daysOf(10) },
        pending: { rows: 0, withOutcome: 0, of: 20, atLeast: false },
      },
    ],
  });
});

describe('releases', () => {
  const lena = { tenantId: 'tenant', channelUserId: '29:lena', objectId: people.leader, name: 'Lena Lead' };

  it('one that waits is shown while nothing serves', async () => {
    await askForRelease(world.story.database, '1');
    world.story.at = after(4);
    const { here } = await world.look();
    expect(here).toMatchObject({
      ...{ serving: null, scoringUrl: null },
      release: {
        name: 'r1',
        version: 'v1',
        state: 'waiting',
        stateWords: 'Waiting for approval',
        requestedAt: after(0),
        endedAt: null,
        approval: { needed: 1, approvedBy: [], mayNot: expect.any(Array) as unknown },
      },
    });
    world.story.at = after(3_700);
    const { here: later } = await world.look();
    expect(later['release']).toMatchObject({ state: 'waiting', stateWords: 'The term for a decision is over' });
    expect((await world.look('staging')).here['release']).toBeNull();
  });

  it('what serves is told by its digests, since when, who approved it, and where it is scored', async () => {
    await rememberPerson(world.story.database, lena, after(0));
    const release = await askForRelease(world.story.database, '1');
    await approveRelease(world.story.database, release);
    await switchRelease(world.story.database, release);
    const { here } = await world.look();
    expect(here).toMatchObject({
      serving: {
        ...{ version: 'v1', packageDigest: digestOf('1'), imageDigest: digestOf('1') },
        ...{ release: 'r1', since: after(15), approvedBy: ['Lena Lead'] },
      },
      scoringUrl: scoringAddress,
      release: { name: 'r1', state: 'serving', endedAt: after(15) },
    });
  });

  it('the newest release is shown beside what goes on serving', async () => {
    const first = await askForRelease(world.story.database, '1');
    await approveRelease(world.story.database, first);
    await switchRelease(world.story.database, first);
    await askForRelease(world.story.database, '2');
    expect((await world.look()).here).toMatchObject({
      serving: { version: 'v1', release: 'r1' },
      scoringUrl: scoringAddress,
      release: { name: 'r2', version: 'v2', state: 'waiting' },
    });
  });

  it('champion and challenger are the pointers', async () => {
    await registerTestVersion(world.story.database, '1');
    await registerTestVersion(world.story.database, '2');
    expect((await world.look()).overview).toMatchObject({ champion: 'v1', challenger: null });
    const move = {
      project: 'hmeq',
      name: 'challenger',
      label: 'v2',
      actor: { kind: 'system' },
      at: after(1),
      why: 'test',
    } as const;
    await world.story.database.transaction((tx) => movePointer(tx, move));
    expect((await world.look()).overview).toMatchObject({ champion: 'v1', challenger: 'v2' });
  });
});

it('the commands of the chat are told to whoever asks, without a token', async () => {
  const { status, text } = await world.ask('/api/commands');
  expect(status).toBe(200);
  expect(JSON.parse(text)).toEqual({ commands: commands.map(({ spec }) => commandHint(spec)) });
});
