import { describeReadiness, explainLog } from '../../../worker/laptop/start-part';

describe('explain log', () => {
  it.each([
    ['', 'it said nothing'],
    [
      '{"level":"info","message":"is up"}\n{"level":"error","message":"No settings.","error":{"message":"X is missing"}}\n',
      'No settings. X is missing',
    ],
    ['{"level":"error","message":"Same.","error":{"message":"Same."}}', 'Same.'],
    ['/app/x.js:3\nTypeError: no such thing\n    at x (x.js:3)\n\nNode.js v20.20.2\n', 'TypeError: no such thing'],
    ['The connector cannot run: no port\n', 'The connector cannot run: no port'],
    ['{"half":', '{"half":'],
  ])('%j', (log, words) => {
    expect(explainLog(log)).toBe(words);
  });

  it('reads a JSON line however long its stack is', () => {
    const line = JSON.stringify({
      message: 'Cannot start.',
      error: { message: 'No bundle.', stack: 'at x\n'.repeat(500) },
    });
    expect(explainLog(`${line}\n`)).toBe('Cannot start. No bundle.');
  });

  it('says the end of a long line, where wrapped errors name their cause', () => {
    const words = explainLog(`failed: ${'wrapped: '.repeat(100)}the cause`);
    expect(words).toMatch(/^…/);
    expect(words).toMatch(/the cause$/);
    expect(words.length).toBeLessThanOrEqual(301);
  });
});

describe('describe readiness', () => {
  it('names the checks that failed and why', () => {
    const checks = { postgres: { ok: false, why: 'no answer' }, temporal: { ok: true }, stopping: { ok: false } };
    expect(describeReadiness(JSON.stringify({ ready: false, checks }))).toBe('postgres: no answer; stopping');
  });

  it.each(['', 'null', '{}', '<html>', '{"checks":null}', '{"checks":{"a":null}}'])('copes with %j', (body) => {
    expect(describeReadiness(body)).toBe('it says no');
  });
});
