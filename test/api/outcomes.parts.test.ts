import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { readAuditOf } from '../../database/audit';
import { StewardError } from '../../domain/errors';
import { type LogLine, recordingLogger } from '../bot/teams/edge-fixture';
import { giveToken, startApi, type TestApi } from '../support/api';
import { scratchFolder } from '../support/scratch-folder';
import { dana, ivo, sam, startSteward, type TestSteward } from '../support/steward';
import { connectTestTemporal, type TestTemporal } from '../support/temporal';

let temporal: TestTemporal;
let steward: TestSteward;
let api: TestApi;
let token: string;
const lines: LogLine[] = [];

afterAll(async () => {
  await api.stop();
  await steward.stop();
  await temporal.close();
});
const folder = scratchFolder();

beforeAll(async () => {
  temporal = await connectTestTemporal();
  const { client, connection: native, namespace } = temporal;
  steward = await startSteward({ folder, temporal: { client, native, namespace } });
  api = await startApi(steward, path.join(folder, 'api'), { logger: recordingLogger(lines) });
  token = (await giveToken(steward, ivo, { scopes: ['outcomes:write'] })).secret;
});

interface Answered {
  readonly status: number;
  readonly code?: string;
  readonly message: string;
  readonly body: { readonly import?: number; readonly again?: boolean; readonly summary?: Record<string, unknown> };
}

async function post(
  body: unknown,
  more: { bearer?: string; headers?: object; project?: string } = {},
): Promise<Answered> {
  const response = await fetch(`${api.origin}/api/projects/${more.project ?? 'hmeq'}/outcomes`, {
    method: 'POST',
    headers: { authorization: `Bearer ${more.bearer ?? token}`, ...more.headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const answer = (await response.json()) as Answered['body'] & { error?: { code: string; message: string } };
  const { code, message = '' } = answer.error ?? {};
  return { status: response.status, message, body: answer, ...(code === undefined ? {} : { code }) };
}

/** Outcomes of references that no other test has. */
function fresh(...values: readonly (string | number | boolean | null)[]) {
  return values.map((outcome) => ({ reference: randomUUID(), outcome }));
}

function rowsOf(outcomes: readonly { reference: string }[]): Promise<object[]> {
  const references = outcomes.map(({ reference }) => reference);
  return steward.database.query(
    'select value, event, revision from outcomes where reference = any($1) order by value, revision',
    [references],
  );
}

describe('outcomes over HTTP', () => {
  it('are kept for the owner of the token, with the summary as the answer', async () => {
    const outcomes = fresh(1, '0', 0, null);
    const { status, body } = await post({ outcomes });
    expect(status).toBe(200);
    expect(body).toMatchObject({ again: false, summary: { rows: 4, unmatched: 3, empty: 1 } });
    expect(await rowsOf(outcomes)).toEqual([
      { value: '0', event: false, revision: 1 },
      { value: '0', event: false, revision: 1 },
      { value: '1', event: true, revision: 1 },
    ]);
    expect(await readAuditOf(steward.database, `outcomes/${body.import}`)).toMatchObject([
      { action: 'outcomes.imported', actor: ivo },
    ]);
  });

  it('are kept once for the same body, and once for the same key', async () => {
    const body = { outcomes: fresh(1, 0) };
    const first = await post(body);
    expect(await post(body)).toEqual({ ...first, body: { ...first.body, again: true } });
    const keyed = { outcomes: fresh(1) };
    const headers = { 'idempotency-key': 'monthly-2026-11' };
    const second = await post(keyed, { headers });
    expect(await post({ ...keyed, key: 'monthly-2026-11' })).toMatchObject({
      body: { import: second.body.import, again: true },
    });
    expect(await post({ outcomes: fresh(1) }, { headers })).toMatchObject({ status: 409, code: 'outcome_key_reused' });
  });

  it('are corrected only when that is said', async () => {
    const [one] = fresh(0);
    await post({ outcomes: [one] });
    const changed = [{ ...one, outcome: 1 }];
    expect(await post({ outcomes: changed })).toMatchObject({ body: { summary: { contradicting: 1, corrected: 0 } } });
    const corrected = await post({ outcomes: changed, correct: true });
    expect(corrected).toMatchObject({ body: { summary: { contradicting: 0, corrected: 1 } } });
  });

  it('take the time with its zone, and refuse the future', async () => {
    const [one, two] = fresh(1, 0);
    const observedAt = '2026-03-01T10:00:00+01:00';
    const { body } = await post({
      outcomes: [
        { ...one, observedAt },
        { ...two, observedAt: '2999-01-01' },
      ],
    });
    expect(body.summary).toMatchObject({ unmatched: 1, future: 1 });
    const rows = await steward.database.query('select observed_at from outcomes where reference = $1', [
      one?.reference,
    ]);
    expect(rows).toEqual([{ observed_at: '2026-03-01T09:00:00.000Z' }]);
  });

  it('are refused with the place of every mistake, and none of them is kept', async () => {
    const sound = fresh(1);
    const { status, code, message } = await post({
      outcomes: [
        ...sound,
        { reference: '', outcome: 1 },
        { reference: 'x'.repeat(201), outcome: 1 },
        { reference: 'a\u0000b', outcome: 1 },
        { reference: 17, outcome: [1] },
        { outcome: 1 },
        { reference: 'a', outcome: 1, observedAt: '2026-11-23T18:09:11' },
        { reference: 'a', outcome: 1, label: 'x' },
        { reference: 'a', outcome: '1\u0007' },
      ],
      correct: 'yes',
      key: 'has blanks',
      more: 1,
    });
    expect([status, code]).toEqual([422, 'outcomes_invalid']);
    for (const place of [1, 2, 3, 4, 5].map((row) => `outcomes[${row}].reference: `)) expect(message).toContain(place);
    for (const place of ['outcomes[4].outcome', 'outcomes[6].observedAt', 'outcomes[7]', 'outcomes[8].outcome'])
      expect(message).toContain(`${place}: `);
    for (const place of ['correct: ', 'key: ', 'the body: ']) expect(message).toContain(place);
    expect(await rowsOf(sound)).toEqual([]);
  });

  it.each([
    ['no JSON', '{"outcomes": [', 400, 'outcomes_not_json'],
    ['a list', '[]', 422, 'outcomes_invalid'],
    ['no outcomes', '{}', 422, 'outcomes_invalid'],
    ['none of them', '{"outcomes": []}', 422, 'outcomes_invalid'],
    [
      'more than 10,000',
      JSON.stringify({ outcomes: fresh(...Array<number>(10_001).fill(1)) }),
      422,
      'outcomes_invalid',
    ],
    ['more than 4 MiB', `{"outcomes": [], "x": "${'x'.repeat(4 * 1024 * 1024)}"}`, 413, 'outcomes_too_large'],
    ['a value that is neither', { outcomes: fresh(1, 0, 2) }, 422, 'outcome_value_unknown'],
  ])('are refused: %s', async (_, body, status, code) => {
    expect(await post(body)).toMatchObject({ status, code });
  });

  it('take 10,000 in one request', async () => {
    const outcomes = fresh(...Array<number>(10_000).fill(0));
    expect(await post({ outcomes })).toMatchObject({ status: 200, body: { summary: { unmatched: 10_000 } } });
  });

  it('are refused whole when one reference has two outcomes, by place', async () => {
    const [one] = fresh(1);
    const { message, status } = await post({ outcomes: [one, ...fresh(0), { ...one, outcome: 0 }] });
    expect(status).toBe(422);
    expect(message).toMatch(/outcomes\[2\]\.outcome: .*\(outcomes\[0\]\.outcome\)/);
  });

  it('need the scope, the role and the project', async () => {
    const body = { outcomes: fresh(1) };
    const reader = await giveToken(steward, ivo, { scopes: ['versions:read'] });
    const stranger = await giveToken(steward, sam, { scopes: ['outcomes:write'] });
    expect(await post(body, { bearer: 'x'.repeat(30) })).toMatchObject({ status: 401, code: 'token_refused' });
    expect(await post(body, { bearer: reader.secret })).toMatchObject({ status: 403, code: 'token_scope' });
    expect(await post(body, { bearer: stranger.secret })).toMatchObject({ status: 403, code: 'not_allowed' });
    expect(await post(body, { project: 'motor' })).toMatchObject({ status: 404, code: 'project_unknown' });
    expect(await rowsOf(body.outcomes)).toEqual([]);
  });

  it('stand though the engine is away', async () => {
    const away = await startApi(steward, path.join(folder, 'away'), {
      logger: recordingLogger(lines),
      imports: { announceImport: () => Promise.reject(new StewardError('engine_away')) },
    });
    const here = api;
    api = away;
    const outcomes = fresh(0);
    const { status } = await post({ outcomes }).finally(() => (api = here));
    await away.stop();
    expect(status).toBe(200);
    expect(await rowsOf(outcomes)).toHaveLength(1);
    expect(lines.map(({ message }) => message)).toContain('an import was not announced');
  });

  it('may come from everybody with the right', async () => {
    const { secret } = await giveToken(steward, dana, { scopes: ['outcomes:write'] });
    expect(await post({ outcomes: fresh(1) }, { bearer: secret })).toMatchObject({ status: 200 });
  });
});
