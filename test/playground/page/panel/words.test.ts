import { findShown, listEnvironments } from '../../../../playground/page/app/panel/list-environments';
import { sayPending } from '../../../../playground/page/app/panel/say-pending';
import { isPresent } from '../../../../playground/page/app/panel/work/is-present';
import { temporalLink } from '../../../../playground/page/app/panel/work/temporal-link';
import { evaluationWords } from '../../../../playground/page/app/panel/words/evaluation-words';
import { firstWords } from '../../../../playground/page/app/panel/words/first-words';
import { listNames } from '../../../../playground/page/app/panel/words/list-names';
import { sayFigureBeside } from '../../../../playground/page/app/panel/words/say-figure';
import { environment, releaseWork, serving } from './examples';

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
    const say = (rows: number, withOutcome: number | null, of: number | null) =>
      sayPending({ pending: { rows, withOutcome, of } });
    expect(say(412, 380, 1500)).toBe('412 of 1,500 rows of the next window, 380 outcomes known.');
    expect(say(1, null, null)).toBe('1 row for the next window.');
    expect(say(0, 0, 1500)).toBe('Nothing was scored for the next window yet.');
  });

  it('never let what has no KS look judged', () => {
    expect(evaluationWords({ state: 'breach', ks: 0.4 }).look).toBe('below');
    expect(evaluationWords({ state: 'ok', ks: null }).look).toBe('unjudged');
    expect(evaluationWords({ state: 'insufficient', ks: 0.6 }).look).toBe('unjudged');
    expect(evaluationWords({ state: 'newer than this page', ks: 0.6 })).toEqual({
      text: 'newer than this page',
      look: 'unjudged',
    });
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
