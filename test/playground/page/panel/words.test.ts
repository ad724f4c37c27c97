import { alertAtHand } from '../../../../playground/page/app/panel/alert-at-hand';
import { findShown, listEnvironments } from '../../../../playground/page/app/panel/list-environments';
import { sayPending } from '../../../../playground/page/app/panel/say-pending';
import { isPresent } from '../../../../playground/page/app/panel/work/is-present';
import { temporalLink } from '../../../../playground/page/app/panel/work/temporal-link';
import { evaluationLook } from '../../../../playground/page/app/panel/words/evaluation-look';
import { firstWords } from '../../../../playground/page/app/panel/words/first-words';
import { listNames } from '../../../../playground/page/app/panel/words/list-names';
import { sayFigureBeside } from '../../../../playground/page/app/panel/words/say-figure';
import { at, environment, releaseWork, serving } from './examples';

describe('the environments of the panel', () => {
  const production = environment();
  const staging = environment({ name: 'staging', leading: false });
  const served = { ...staging, serving: serving('v1') };

  it('are those that have something, the leading one first and always', () => {
    expect(listEnvironments([staging, production]).map(({ name }) => name)).toEqual(['production']);
    expect(listEnvironments([served, production]).map(({ name }) => name)).toEqual(['production', 'staging']);
  });

  it('show the chosen one, and until somebody chooses the first that has something', () => {
    expect(findShown([served, production], undefined)?.name).toBe('staging');
    expect(findShown([served, { ...production, serving: serving('v1') }], undefined)?.name).toBe('production');
    expect(findShown([served, production], 'production')?.name).toBe('production');
    expect(findShown([staging, production], 'staging')?.name).toBe('production');
    expect(findShown([], undefined)).toBeUndefined();
  });
});

describe('a link to the engine', () => {
  it('names the workflow whole, slashes and all', () => {
    expect(temporalLink('http://127.0.0.1:8233', 'release/hmeq/production')).toBe(
      'http://127.0.0.1:8233/namespaces/default/workflows/release%2Fhmeq%2Fproduction',
    );
    expect(temporalLink('http://127.0.0.1:8233/', 'x')).toBe('http://127.0.0.1:8233/namespaces/default/workflows/x');
    expect(temporalLink('', 'release/hmeq/production')).toBeUndefined();
  });
});

describe('the words of the panel', () => {
  it('say what the next window waits for', () => {
    const say = (rows: number, withOutcome: number | null, of: number | null, atLeast = false) =>
      sayPending({ pending: { rows, withOutcome, of, atLeast } });
    expect(say(412, 380, 1500)).toBe('412 of 1,500 rows of the next window, 380 outcomes known.');
    expect(say(1, null, null)).toBe('1 row for the next window.');
    expect(say(2000, 900, 5000, true)).toBe(
      'At least 2,000 of 5,000 rows of the next window, at least 900 outcomes known.',
    );
    expect(say(2000, null, null, true)).toBe('At least 2,000 rows for the next window.');
    expect(say(0, 0, 1500)).toBe('Nothing was scored for the next window yet.');
  });

  it('never let what has no KS look judged', () => {
    expect(evaluationLook({ state: 'breach', ks: 0.4 })).toBe('below');
    expect(evaluationLook({ state: 'ok', ks: null })).toBe('unjudged');
    expect(evaluationLook({ state: 'insufficient', ks: 0.6 })).toBe('unjudged');
    expect(evaluationLook({ state: 'newer than this page', ks: 0.6 })).toBe('unjudged');
  });

  it('call for what is to be done about what serves, and not about what it has replaced', () => {
    const alert = { name: 'a1', state: 'open', version: 'v1', raisedAt: at(70), acknowledged: false };
    expect(alertAtHand({ alert, serving: serving('v1') })).toBe(alert);
    expect(alertAtHand({ alert, serving: serving('v2') })).toBeNull();
    expect(alertAtHand({ alert: null, serving: null })).toBeNull();
  });

  it('show on which side of the limit a figure lies', () => {
    expect(sayFigureBeside(0.44996, 0.45)).toBe('0.44996');
    expect(sayFigureBeside(0.412345, 0.45)).toBe('0.412');
    expect(sayFigureBeside(0.45, 0.45)).toBe('0.450');
  });

  it('say how something comes to serve, from where the project stands', () => {
    expect(firstWords(null, 'production')).toBe(
      'Nothing serves yet. Say `@Steward register champion.zip` in the channel, then `@Steward deploy champion to production`.',
    );
    expect(firstWords({ champion: 'v1' }, 'staging')).toBe(
      'Nothing serves yet, and v1 is the champion. Say `@Steward deploy champion to staging` in the channel.',
    );
    expect(firstWords({ champion: 'v1' }, 'production', releaseWork(5, 'running'))).toBe(
      'Nothing serves yet; r1 is under way.',
    );
    expect(firstWords({ champion: 'v1' }, 'production', releaseWork(5, 'failed', true))).toContain('deploy champion');
  });

  it('list names as people do', () => {
    expect(listNames([])).toBe('');
    expect(listNames(['Lena'])).toBe('Lena');
    expect(listNames(['Lena', 'Theo', 'Dana'])).toBe('Lena, Theo and Dana');
  });

  it('fold a release that is over, and never one that failed', () => {
    expect(isPresent(releaseWork(5, 'running'))).toBe(true);
    expect(isPresent(releaseWork(9, 'running', true))).toBe(false);
    expect(isPresent(releaseWork(5, 'failed', true))).toBe(true);
  });
});
