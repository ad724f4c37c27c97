import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { dispatch } from '../../bot/dispatch';
import type { BotDependencies } from '../../bot/commands/command';
import { readAuditOf } from '../../database/audit';
import { findNames } from '../../database/people';
import { getRelease } from '../../database/releases';
import { StewardError } from '../../domain/errors';
import { writeZip } from '../../formats/zip/write-zip';
import { sampleWorkplace } from '../../playground/connector/sample-workplace';
import { createReleaseEngine } from '../../workflows/client/create-engine';
import { createRegistrationEngine } from '../../workflows/client/create-registration-engine';
import { recordingLogger } from './teams/edge-fixture';
import { general, hmeq, messagesOf, type Shown, violationsOf } from '../playground/connector/stand-in';
import { dialogueWith, personalChat } from '../support/dialogue';
import { decisionLine, playIn } from '../support/play';
import { modelProperties, sampleFiles } from '../support/sample-packages';
import { scratchFolder } from '../support/scratch-folder';
import { writeSmallPackage } from '../support/small-package';
import {
  dana,
  ivo,
  lena,
  noMonitors,
  sam,
  startSteward,
  testProject,
  type TestSteward,
  theo,
} from '../support/steward';
import { connectTestTemporal, type TestTemporal } from '../support/temporal';

const amira = sampleWorkplace.people[4]?.objectId ?? '';

let temporal: TestTemporal;
let steward: TestSteward;
/** Whether the target refuses to start models. */
let stageFails = false;

afterAll(async () => {
  await steward.stop();
  await temporal.close();
});
const folder = scratchFolder();
const { ask, press } = dialogueWith(() => steward);
const { inState, until, newest } = playIn(() => steward);

beforeAll(async () => {
  temporal = await connectTestTemporal();
  const { client, connection: native, namespace } = temporal;
  const project = testProject();
  steward = await startSteward({
    folder,
    temporal: { client, native, namespace },
    project: { ...project, roles: { ...project.roles, auditor: [amira] } },
    adjust: (deps) => ({
      ...deps,
      target: (spec) => {
        const real = deps.target(spec);
        const detail = 'a planned failure.';
        return {
          ...real,
          stage: (request) =>
            stageFails
              ? Promise.reject(
                  new StewardError('stage_failed', {
                    release: `r${request.release}`,
                    environment: request.environment,
                    detail,
                  }),
                )
              : real.stage(request),
        };
      },
    }),
  });
  for (const [seed, name] of [
    [1, 'one.zip'],
    [2, 'two.zip'],
  ] as const)
    await writeSmallPackage(path.join(steward.inbox, name), seed);
});

/** The message that is the live card of a release, once it says this. */
function liveCard(number: number, words: string): Promise<Shown> {
  return until(async () => {
    const [row] = await steward.database.query<{ activity_id: string | null }>(
      'select activity_id from cards where subject = $1',
      [`release/${number}`],
    );
    const found = (await messagesOf(steward.bot.driver, hmeq)).find(({ id }) => id === row?.activity_id);
    return found?.summary?.includes(words) ? found : undefined;
  });
}

/** Asks for a release and returns it as it waits. */
async function request(line: string) {
  await ask(dana, line);
  return inState(await newest(), 'waiting', 'failed');
}

describe('before anything is there', () => {
  it('a channel is connected by whoever may, and nothing works in it before', async () => {
    expect(await ask(dana, 'status')).toMatch(/not connected to a project.*`?connect <project>`?.*hmeq/s);
    expect(await ask(dana, 'connect hmeq')).toContain(
      'You may not connect a conversation with what happens in hmeq: it needs the role leader or operator',
    );
    expect(await ask(lena, 'connect moon')).toContain('There is no project "moon"');
    expect(await ask(lena, 'connect HMEQ')).toContain('hmeq');
    expect(await ask(dana, 'status')).not.toContain('not connected');
  });

  it('there is nothing to list, to deploy or to go back to', async () => {
    expect(await ask(dana, 'versions')).toMatch(/There are none yet/);
    expect(await ask(dana, 'history')).toMatch(/none yet|no release/i);
    expect(await ask(dana, 'deploy champion to staging')).toContain('has no champion yet');
    expect(await ask(dana, 'versions champion')).toContain('has no champion yet');
    expect(await ask(ivo, 'rollback staging -- it is bad')).toContain('Nothing was verified in staging before');
  });

  it('the inbox is listed, and a package is registered from it once', async () => {
    expect(await ask(dana, 'register')).toMatch(/In the inbox: .*one\.zip/);
    expect(await ask(dana, 'register three.zip')).toMatch(/There is no "three.zip" in the inbox.*one\.zip/s);
    expect(await ask(dana, 'register one.zip')).toContain('v1');
    expect(await ask(dana, 'register one.zip')).toMatch(/v1/);
    expect(await ask(dana, 'register two.zip')).toContain('v2');
    expect(await ask(dana, 'versions')).toMatch(/v2[\s\S]*v1/);
  });
});

describe('who may what', () => {
  const reading = ['versions', 'status', 'history', 'performance', 'watch', 'unwatch', 'retraining'];
  const judging = ['evaluate', 'acknowledge', 'snooze'];
  const everybody = ['help', 'whoami'];
  const rights: readonly (readonly [string, string, readonly string[]])[] = [
    ['Sam, who has no role', sam, []],
    ['the auditor', amira, reading],
    ['the operator', ivo, [...reading, ...judging, 'connect', 'cancel', 'rollback', 'retry']],
    ['the data scientist', dana, [...reading, ...judging, 'register', 'set champion', 'deploy', 'cancel', 'retrain']],
    [
      'a leader',
      lena,
      [
        ...reading,
        ...judging,
        'connect',
        'set champion',
        'deploy',
        'approve',
        'reject',
        'cancel',
        'rollback',
        'retrain',
      ],
    ],
  ];
  /** Lines that come to nothing when they are allowed. */
  const lines: Readonly<Record<string, string>> = {
    versions: 'versions',
    status: 'status',
    history: 'history',
    connect: 'connect hmeq',
    register: 'register nothing.zip',
    'set champion': 'set champion v99 -- the best',
    deploy: 'deploy v99 to staging',
    cancel: 'cancel r1',
    rollback: 'rollback production -- it is bad',
    retry: 'retry r1',
    performance: 'performance',
    watch: 'watch',
    unwatch: 'unwatch',
    evaluate: 'evaluate',
    retrain: 'retrain',
  };
  /** Those that need a thing to be done to; they are tried where there is one. */
  const others = { approve: '', reject: '', acknowledge: '', snooze: '', retraining: '' };

  beforeAll(async () => {
    await request('deploy v1 to staging');
    await ask(lena, `cancel r${await newest()}`);
  });

  it.each(rights)('%s: every other command is refused, with the role that it needs', async (_, person, allowed) => {
    for (const [command, line] of Object.entries(lines)) {
      const answer = await ask(person, line);
      // Who asked for a release may always withdraw it.
      if (allowed.includes(command))
        expect([command, answer]).toEqual([command, expect.not.stringContaining('You may not')]);
      else
        expect([command, answer]).toEqual([
          command,
          expect.stringMatching(/You may not .* in hmeq: it needs the role/),
        ]);
    }
  });

  it.each(rights)('%s: help lists what is allowed and nothing else', async (_, person, allowed) => {
    const answer = await ask(person, 'help');
    const listed = Object.keys({ ...lines, ...others, help: '', whoami: '' }).filter((name) =>
      new RegExp(`^.{0,3}["\`]?${name}( [<\\[][^:]*)?["\`]?: `, 'm').test(answer),
    );
    expect(listed.sort()).toEqual([...everybody, ...allowed].sort());
    expect(await ask(person, 'whoami')).toContain(person);
  });

  it('a person is known by the object id in whatever letters the channel writes it', async () => {
    const [message] = await messagesOf(steward.bot.driver, hmeq);
    const activity = {
      type: 'message',
      id: `upper-${message?.id}`,
      channelId: 'msteams',
      serviceUrl: `${steward.bot.driver.origin}/connector/`,
      from: { id: '29:1stand-in-2', name: 'Lena Brandt', aadObjectId: lena.toUpperCase() },
      recipient: { id: `28:${sampleWorkplace.bot.appId}`, name: 'Steward' },
      conversation: { id: personalChat(lena), tenantId: sampleWorkplace.tenantId, conversationType: 'personal' },
      channelData: { tenant: { id: sampleWorkplace.tenantId } },
      text: 'whoami',
    };
    await steward.bot.driver.call('POST', '/installations', { as: lena });
    const before = (await messagesOf(steward.bot.driver, personalChat(lena))).length;
    await steward.bot.driver.call('POST', '/deliveries', { activity, token: {} });
    const answer = (await messagesOf(steward.bot.driver, personalChat(lena))).slice(before).at(-1);
    expect(answer?.summary).toMatch(/leader/);
    expect(answer?.summary).toContain(lena);
  });

  it('a person whom the channel once does not name keeps the name', async () => {
    const activity = {
      type: 'message',
      id: 'nameless',
      channelId: 'msteams',
      serviceUrl: `${steward.bot.driver.origin}/connector/`,
      from: { id: '29:1stand-in-2', aadObjectId: lena },
      recipient: { id: `28:${sampleWorkplace.bot.appId}`, name: 'Steward' },
      conversation: { id: personalChat(lena), tenantId: sampleWorkplace.tenantId, conversationType: 'personal' },
      channelData: { tenant: { id: sampleWorkplace.tenantId } },
      text: 'whoami',
    };
    await steward.bot.driver.call('POST', '/deliveries', { activity, token: {} });
    const answer = (await messagesOf(steward.bot.driver, personalChat(lena))).at(-1);
    expect(answer?.summary).toContain(lena);
    expect(await findNames(steward.database, [lena])).toEqual({ [lena]: 'Lena Brandt' });
  });

  it('the bot that comes back says that the conversation is still connected', async () => {
    await steward.bot.driver.call('POST', '/removals', { as: lena, conversation: hmeq });
    const before = (await messagesOf(steward.bot.driver, hmeq)).length;
    await steward.bot.driver.call('POST', '/installations', { as: lena, conversation: hmeq });
    const answer = (await messagesOf(steward.bot.driver, hmeq)).slice(before).at(-1);
    expect(answer?.summary).toContain('I am Steward');
    expect(JSON.stringify(answer)).toContain('This conversation is connected to hmeq');
  });

  it('a bot is not answered', async () => {
    const before = (await messagesOf(steward.bot.driver, hmeq)).length;
    const activity = {
      type: 'message',
      id: 'from-a-bot',
      channelId: 'msteams',
      serviceUrl: `${steward.bot.driver.origin}/connector/`,
      from: { id: '28:another-bot', name: 'Another bot', aadObjectId: lena, role: 'bot' },
      recipient: { id: `28:${sampleWorkplace.bot.appId}`, name: 'Steward' },
      conversation: { id: hmeq, tenantId: sampleWorkplace.tenantId, conversationType: 'channel' },
      channelData: { tenant: { id: sampleWorkplace.tenantId } },
      text: 'deploy v1 to staging',
    };
    expect(await steward.bot.driver.call('POST', '/deliveries', { activity, token: {} })).toMatchObject({
      status: 200,
    });
    expect(await messagesOf(steward.bot.driver, hmeq)).toHaveLength(before);
  });
});

/** What is typed, by whom, and what the one answer says. */
const mistakes: readonly (readonly [string, string, RegExp])[] = [
  ['deplyo v1 to staging', dana, /do not know the command "deplyo".*Did you mean .deploy v1 to staging./s],
  ['deplyo v1 to staging', sam, /do not know the command "deplyo"(?!.*deploy`)/s],
  ['help deplyo', dana, /Did you mean .help deploy./],
  [
    'help deploy',
    sam,
    /You may not deploy versions in .*: it needs the role modeller or leader.*Ask .*, or have the project file/s,
  ],
  ['', dana, /no command in this message/],
  ['deploy v1', dana, /several environments.*deploy v1 to staging.*deploy v1 to production/s],
  ['rollback -- it is bad', ivo, /several environments.*rollback staging -- reason/s],
  ['deploy v1 to moon', dana, /no environment "moon".*staging, production/s],
  ['deploy v1 to prodution', dana, /no environment "prodution".*Did you mean .production.\?.*staging, production/s],
  ['deploy v9 to staging', dana, /no version "v9".*`?versions`?/s],
  ['versions v9', dana, /no version "v9"/],
  ['history r99', dana, /no release r99/],
  ['cancel r99', dana, /no release r99/],
  ['retry r99', ivo, /no release r99/],
  ['retry r1 --take-over', ivo, /.retry. needs a reason/],
  ['approve r99 8c1f -- fine', lena, /no release r99/],
  ['approve r1 8c1f', lena, /.approve. needs a reason/],
  ['approve r1 8c1f -- fine', lena, /r1 is not waiting for approval: it is cancelled/],
  ['retry r1', ivo, /r1 is cancelled; only a failed release can be retried/],
  ['cancel r1', lena, /r1 is cancelled/],
  [
    'set champion v2 -- the best',
    ivo,
    /You may not set the champion in hmeq: it needs the role modeller or leader.*Ask .*, or have the project file/s,
  ],
  ['set champion v2', dana, /.set champion. needs a reason/],
  ['rollback staging', ivo, /.rollback. needs a reason/],
  [`deploy ${'x'.repeat(20_000)}`, dana, /I read at most 2,000/],
];

describe('a line', () => {
  it.each(mistakes.map(([line, ...rest]) => [line.slice(0, 40), line, ...rest] as const))(
    '"%s" is answered with what is wrong with it',
    async (_, line, person, expected) => {
      expect(await ask(person, line)).toMatch(expected);
    },
  );

  it('in an unconnected channel means no project, and help still helps', async () => {
    expect(await ask(dana, 'deploy v1 to staging', general)).toContain('not connected to a project');
    expect(await ask(dana, 'help', general)).toContain('deploy');
    expect(await ask(sam, 'help', general)).not.toContain('deploy');
  });

  it('in a personal chat means the only project in which the person has a role', async () => {
    for (const person of [dana, sam]) await steward.bot.driver.call('POST', '/installations', { as: person });
    expect(await ask(dana, 'status', personalChat(dana))).toContain('hmeq');
    expect(await ask(dana, 'whoami', personalChat(dana))).toMatch(/modeller/);
    expect(await ask(sam, 'status', personalChat(sam))).toContain('not connected to a project');
  });

  it.each([
    ['a null character', '\u0000'],
    ['half a character', '\ud800'],
    ['a change of direction', '\u202e'],
    ['an escape', '\u001b[2J'],
  ])('takes a reason with %s in it like any other', async (_, odd) => {
    expect(await ask(lena, `reject r1 8c1f -- not${odd} good`)).toContain('r1 is not waiting for approval');
  });

  it('that was refused is not answered again when it is delivered once more, however late', async () => {
    const { client, database, bot } = steward;
    const deps: BotDependencies = {
      database,
      releases: createReleaseEngine({ client, pause: () => Promise.resolve() }),
      registrations: createRegistrationEngine(client),
      monitors: noMonitors,
      retrainings: steward.training.desk,
      showAlert: () => Promise.resolve(),
      listInbox: () => Promise.resolve([]),
      now: () => new Date().toISOString(),
      logger: recordingLogger([]),
    };
    const first = bot.events.find((event) => event.kind === 'command');
    if (first?.kind !== 'command') throw new Error('nobody has typed anything yet');
    const late = new Date(Date.now() + 60_000).toISOString();
    const event = { ...first, activityId: 'refused-once', text: 'deplyo v1' };
    expect(await dispatch(deps, event)).toMatchObject({ message: { kind: 'card' } });
    expect(await dispatch(deps, { ...event, receivedAt: late })).toBeUndefined();
  });
});

describe('the champion', () => {
  it('is named with a reason, which is kept', async () => {
    expect(await ask(dana, 'set champion v2 -- best on the last two quarters')).toMatch(
      /v2 is now the champion.*It was v1/,
    );
    expect(await ask(dana, 'set champion v2 -- again')).toContain('v2 is the champion of hmeq already');
    const rows = await readAuditOf(steward.database, 'project/hmeq');
    expect(rows.filter(({ action }) => action === 'champion.set').at(-1)).toMatchObject({
      actor: dana,
      data: { from: 'v1', to: 'v2', why: 'best on the last two quarters' },
    });
    expect(await ask(dana, 'versions')).toMatch(/v2.*champion/s);
    expect(await ask(dana, 'versions champion')).toMatch(/^hmeq v2\n/);
    await ask(dana, 'set champion v1 -- back');
  });

  it('a version tells everything about itself, and no link that its package smuggles in', async () => {
    const name = '[Press here](https://evil.example) <at>Lena</at>';
    const files = sampleFiles({ 'ModelProperties.json': { ...modelProperties, name, description: name } });
    await writeFile(path.join(steward.inbox, 'sly.zip'), writeZip(files));
    expect(await ask(dana, 'register sly.zip')).toContain('v3');
    const record = await ask(dana, 'versions v3');
    expect(record).toMatch(/Press here/);
    expect(record).not.toMatch(/\[Press here\]\(https|<at>/);
  });
});

describe('a release', () => {
  it('is cancelled by whoever asked for it or has the right, by nobody else', async () => {
    const { number } = await request('deploy v1 to staging');
    expect(await ask(sam, `cancel r${number}`)).toContain('You may not cancel');
    expect(await ask(ivo, `cancel r${number}`)).toContain('is cancelled');
    expect(await ask(dana, `cancel r${number}`)).toMatch(/r\d+ is cancelled\.\s+Type/);
    const again = await request('deploy v1 to staging');
    expect(await ask(dana, `cancel r${again.number}`)).toContain('is cancelled');
  });

  it('is rejected with a reason, which is shown and kept', async () => {
    const asked = await request('deploy v1 to staging');
    const line = `reject r${asked.number} ${asked.approval?.shown.slice(7, 11)} -- the contract *breaks* our client`;
    expect(await ask(theo, line)).toContain(`r${asked.number} is rejected`);
    expect(await getRelease(steward.database, asked.number)).toMatchObject({
      state: 'rejected',
      approval: { decisions: [{ verb: 'reject', person: theo, reason: 'the contract *breaks* our client' }] },
    });
    await liveCard(asked.number, 'the contract *breaks* our client');
    expect(await ask(lena, decisionLine(asked))).toContain('is not waiting for approval: it is rejected');
    expect(await ask(theo, line)).toContain('You rejected');
    expect(await ask(dana, `history r${asked.number}`)).toMatch(/rejected.*the contract/s);
  });

  it('is decided on by nobody whom four eyes exclude, typed or clicked', async () => {
    const asked = await request('deploy v1 to staging');
    const card = await liveCard(asked.number, 'Waiting for approval');
    expect(await ask(dana, decisionLine(asked))).toContain('You asked for');
    expect(await ask(ivo, decisionLine(asked))).toContain('You are not among those who may approve');
    expect(await ask(sam, decisionLine(asked))).toContain('You are not among those who may approve');
    const inputs = { approveReason: 'fine' };
    expect(await press(dana, card.id, 'approve', { inputs })).toContain('You asked for');
    expect(await press(sam, card.id, 'approve', { inputs })).toContain('You are not among those who may approve');
    expect(await press(lena, card.id, 'approve', { inputs, oldClient: true })).toBeUndefined();
    await inState(asked.number, 'serving');
    expect(await ask(dana, 'status')).toMatch(/staging.*v1/s);
  });

  it('is not approved by the characters of another card', async () => {
    const [staged, leading] = [await request('deploy v2 to staging'), await request('deploy v2 to production')];
    const other = `approve r${staged.number} ${leading.approval?.shown.slice(7, 11)} -- fine`;
    expect(await ask(lena, other)).toContain('has changed since that card');
    for (const { number } of [staged, leading]) await ask(dana, `cancel r${number}`);
  });

  it('that failed goes on under the same approval when it is retried', async () => {
    stageFails = true;
    const asked = await request('deploy v2 to staging');
    await ask(lena, decisionLine(asked));
    const failed = await inState(asked.number, 'failed', 'serving');
    stageFails = false;
    expect(failed.ending).toMatchObject({ code: 'stage_failed' });
    await liveCard(asked.number, 'a planned failure');
    expect(await ask(dana, `retry r${asked.number}`)).toContain('You may not retry');
    expect(await ask(ivo, `retry r${asked.number}`)).toContain('goes on under the same approval');
    const served = await inState(asked.number, 'serving', 'failed');
    expect(served).toMatchObject({
      state: 'serving',
      version: 'v2',
      attempt: 2,
      approval: { decisions: [{ person: lena }] },
    });
    expect(await ask(ivo, `retry r${asked.number}`)).toContain('only a failed release can be retried');
  });

  it('that failed is asked for anew when something else serves meanwhile, and its old card decides nothing', async () => {
    stageFails = true;
    const asked = await request('deploy v1 to staging');
    const card = await liveCard(asked.number, 'Waiting for approval');
    await ask(lena, decisionLine(asked));
    await inState(asked.number, 'failed');
    stageFails = false;
    await ask(ivo, 'rollback staging -- v2 declines everybody');
    const back = await inState(await newest(), 'serving', 'failed');
    expect(back).toMatchObject({ state: 'serving', kind: 'rollback', version: 'v1' });
    // What it would bring serves already, by the rollback: bring something else before it is tried again.
    const next = await request('deploy v2 to staging');
    await ask(lena, decisionLine(next));
    await inState(next.number, 'serving', 'failed');
    expect(await ask(ivo, `retry r${asked.number}`)).toContain('is prepared and asked for anew');
    const anew = await inState(asked.number, 'waiting', 'failed');
    expect(anew).toMatchObject({ state: 'waiting', attempt: 2 });
    expect(anew.approval?.shown).not.toBe(asked.approval?.shown);
    await until(async () => {
      const now = await liveCard(asked.number, 'Waiting for approval');
      return now.edits > card.edits ? true : undefined;
    });
    const edition = await editionWithButton(card.id);
    expect(await press(theo, card.id, 'approve', { inputs: { approveReason: 'fine' }, edition })).toContain(
      'has changed since that card',
    );
    expect(await ask(theo, decisionLine(asked))).toContain('has changed since that card');
    expect(await ask(theo, decisionLine(anew))).toContain('You approved');
    await inState(asked.number, 'serving', 'failed');
  });

  it('says what is in its way', async () => {
    expect(await ask(dana, 'deploy v1 to staging')).toContain('staging already serves v1');
    const asked = await request('deploy v2 to staging');
    expect(await ask(dana, 'deploy v2 to staging')).toContain(`r${asked.number} is open for that already`);
    expect(await ask(dana, `history r${asked.number}`)).toMatch(/^r\d+: hmeq v2 to staging, waiting/);
    expect(await ask(dana, 'status')).toContain(`r${asked.number}`);
    await ask(dana, `cancel r${asked.number}`);
  });

  it('a forged button is refused and kept from the record', async () => {
    const asked = await request('deploy v2 to staging');
    const card = await liveCard(asked.number, 'Waiting for approval');
    const data = {
      release: asked.number,
      revision: 1e30,
      shown: asked.approval?.shown,
      rejectReason: 'no\u0000 thanks',
    };
    expect(await invoke(theo, card.id, { verb: 'approve', data: { ...data, shown: 'zzzz' } })).toMatch(
      /button asks for/,
    );
    expect(await invoke(theo, card.id, { verb: 'delete', data })).toMatch(/button asks for/);
    expect(await invoke(theo, card.id, { verb: 'approve', data: { ...data, release: 1e21 } })).toMatch(
      /button asks for/,
    );
    expect(JSON.stringify(await invoke(theo, card.id, { verb: 'reject', data }))).toContain('no thanks');
    expect(await getRelease(steward.database, asked.number)).toMatchObject({ state: 'rejected' });
  });
});

describe('the channel', () => {
  it('was never sent anything that Teams would not take', async () => {
    expect(await violationsOf(steward.bot.driver)).toEqual([]);
  });
});

/** The newest earlier edition of a card that still has its Approve button. */
async function editionWithButton(message: string): Promise<number> {
  const found = await steward.bot.driver.call<Shown>('GET', `/messages/${message}`);
  const editions = found.earlierCards.map((card) => JSON.stringify(card).includes('"verb":"approve"'));
  return editions.indexOf(true);
}

let invokes = 0;

/** A button's data as no card of ours sends it, in a delivery with a good token. */
async function invoke(as: string, message: string, action: object): Promise<unknown> {
  const person = sampleWorkplace.people.find(({ objectId }) => objectId === as);
  invokes += 1;
  const activity = {
    type: 'invoke',
    name: 'adaptiveCard/action',
    id: `f:forged-${invokes}`,
    channelId: 'msteams',
    serviceUrl: `${steward.bot.driver.origin}/connector/`,
    from: { id: person?.channelUserId, name: person?.name, aadObjectId: as },
    recipient: { id: `28:${sampleWorkplace.bot.appId}`, name: 'Steward' },
    conversation: {
      id: `${hmeq};messageid=${message}`,
      tenantId: sampleWorkplace.tenantId,
      conversationType: 'channel',
    },
    channelData: { tenant: { id: sampleWorkplace.tenantId } },
    replyToId: message,
    value: { action: { type: 'Action.Execute', ...action }, trigger: 'manual' },
  };
  const { body } = await steward.bot.driver.call<{ body: string }>('POST', '/deliveries', { activity, token: {} });
  return (JSON.parse(body) as { value: unknown }).value;
}
