import { findStep } from '../../../../playground/page/app/guide/find-step';
import { at, evaluation, retraining as retrainingMark, serving } from '../panel/examples';
import {
  alert,
  buttonsAt,
  challengerWaits,
  once,
  releaseOf,
  retraining,
  type Standing,
  stepAt,
  twice,
  well,
  wordsAt,
} from './loop';

const v1 = { serving: serving('v1') };
const nobody = { sent: 0, scored: 0, told: 0, sentIn: null };
const over = { ...retraining, endedAt: at(75) };
const retrained = { ...well, serving: serving('v3'), marks: [retrainingMark('t1', 'v3', 75)] };
const judged = { ...retrained, evaluations: [...twice.evaluations, evaluation(4, { version: 'v3', ks: 0.6 })] };

describe('the next step of the loop', () => {
  it.each<[string, Standing, RegExp, string, string]>([
    ['begins with nothing', { champion: null }, /^To begin, .*`register champion\.zip`/, 'release first', ''],
    ['asks for the champion that does not serve', {}, /^v1 is the champion, .*`deploy champion/, 'release first', ''],
    [
      'begins again when a release came to nothing',
      { production: { release: releaseOf('v1', 'rejected') } },
      /^r3 was rejected, and nothing serves yet\. v1 is the champion/,
      'release first',
      '',
    ],
    [
      'reads why the first release failed',
      { production: { release: releaseOf('v1', 'failed') } },
      /^r3 failed: its card says why/,
      'card r3',
      '',
    ],
    [
      'does not go back to a failed one while another version serves',
      { production: { ...well, release: releaseOf('v3', 'failed') } },
      /^Window 1/,
      'world',
      'drift',
    ],
    ['watches the preparation', { production: { release: releaseOf('v1', 'preparing') } }, /image\.$/, 'card r3', ''],
    [
      'watches what was approved',
      { production: { ...v1, release: releaseOf('v2', 'approved') } },
      /^r3 is approved/,
      'card r3',
      '',
    ],
    [
      'asks for the second model while nobody applied',
      { production: v1, outside: nobody },
      /^v1 is serving\. Next, .*challenger\.zip/,
      'release second, world',
      '',
    ],
    [
      'sends the first applications',
      { production: { serving: serving('v2') }, outside: nobody },
      /^v2 is serving.*: send 1,500 applications and deliver their outcomes/,
      'world',
      'applications',
    ],
    [
      'goes on with v1 once people applied there',
      { production: v1, outside: { sent: 10 } },
      /^v1 is serving/,
      'world',
      'applications',
    ],
    [
      'may break things while applicants are scored',
      { production: well, outside: { busy: { what: '1,500 applicants are scored', done: 9, of: 1500 } } },
      /^1,500 applicants are scored\. Meanwhile/,
      'world',
      '',
    ],
    [
      'delivers what is known, also while an alert waits',
      { production: twice, outside: { told: 1500 } },
      /^1,500 applicants were scored, .*: deliver their outcomes\.$/,
      'world',
      'outcomes',
    ],
    [
      'speaks of one applicant as one',
      { production: well, outside: { told: 2999 } },
      /^1 applicant was/,
      'world',
      'outcomes',
    ],
    [
      'says what a window lacks',
      { production: { ...well, pending: { rows: 500, withOutcome: 500, of: 1500, atLeast: false } } },
      /^Send 1,000 more applications: a window takes 1,500\.$/,
      'world',
      'applications',
    ],
    [
      'says what a large window lacks at most',
      { production: { ...well, pending: { rows: 2000, withOutcome: 900, of: 5000, atLeast: true } } },
      /^Send up to 3,000 more applications: a window takes 5,000\.$/,
      'world',
      'applications',
    ],
    [
      'waits for the judgement of a full window',
      { production: { ...well, pending: { rows: 1500, withOutcome: 1500, of: 1500, atLeast: false } } },
      /about to be judged/,
      '',
      '',
    ],
    [
      'lets the world drift after a good window',
      { production: well },
      /^Window 1: KS 0\.500, above the agreed 0\.450\. Now let the world drift to 1\.$/,
      'world',
      'drift',
    ],
    [
      'sends applications of a world that has drifted since',
      { production: well, outside: { drift: 0.5 } },
      /^Drift is 0\.50 now: send 1,500/,
      'world',
      'applications',
    ],
    [
      'says how far to drift when half of it did nothing',
      { production: well, outside: { drift: 0.5, sentIn: 0.5 } },
      /^Window 1: KS 0\.500, still above the agreed 0\.450\. Let the world drift to 1\.$/,
      'world',
      'drift',
    ],
    [
      'asks for no more drift than there is',
      { production: well, outside: { drift: 1, sentIn: 1 } },
      /still above the agreed 0\.450, though the world could not be further away\. Send 1,500/,
      'world',
      'applications',
    ],
    [
      'goes on after one breach',
      { production: once, outside: { drift: 1, sentIn: 1 } },
      /^Window 2: KS 0\.381, below the agreed 0\.450\. 2 in a row raise an alert: send 1,500/,
      'world',
      'applications',
    ],
    ['waits for the alert after the second', { production: { ...twice, alert: null } }, /raises an alert/, '', ''],
    [
      'leads to the alert',
      { production: twice },
      /^Alert a1: v2 separates less well .* Press Retrain… on its card: .* needs two people; not the one who asked\.$/,
      'card a1',
      '',
    ],
    [
      'would rather have Dana ask',
      { production: twice, me: 'Lena Brandt' },
      /best as Dana Okafor/,
      'card a1, become Dana Okafor',
      '',
    ],
    [
      'says nothing of separation when the alert is of another kind',
      { production: { ...well, alert } },
      /^Look at alert a1/,
      'card a1',
      '',
    ],
    [
      'forgets an alert of a version that serves no longer',
      { production: { ...twice, serving: serving('v4') } },
      /^v4 serves now: send 1,500/,
      'world',
      'applications',
    ],
    ['watches a retraining', { production: { ...twice, retraining } }, /^t1 trains a challenger/, 'card t1', ''],
    [
      'learns from more when nothing better was made',
      { production: { ...twice, retraining: { ...over, state: 'not_better' } } },
      /^t1 made nothing better\. .*`retrain in production`\.$/,
      'world, card t1',
      'applications',
    ],
    [
      'reads why a retraining failed',
      { production: { ...twice, retraining: { ...over, state: 'failed' } } },
      /^t1 failed: its card/,
      'card t1',
      '',
    ],
    [
      'goes back to the alert after what was tried before it',
      { production: { ...twice, retraining: { ...over, state: 'not_better', endedAt: at(60) } } },
      /^Alert a1/,
      'card a1',
      '',
    ],
    [
      'expects the request for a better challenger',
      { production: { ...twice, retraining: { ...over, state: 'registered', version: 'v3' } } },
      /^t1 made v3, which is better: Steward asks for its release/,
      'card t1',
      '',
    ],
    [
      'says how to ask again for a challenger that was rejected',
      { production: { ...challengerWaits(), release: releaseOf('v3', 'rejected') } },
      /^r3 was rejected, and v2 goes on serving\. .*`deploy v3 to production`\.$/,
      'card r3',
      '',
    ],
    [
      'lets the new version meet the world',
      { production: retrained },
      /^v3 serves now, made from/,
      'world',
      'applications',
    ],
    [
      'closes the loop, though the drift is still the greatest',
      { production: judged, outside: { drift: 1, sentIn: 1 } },
      /^The loop is closed: v3, .* separates at KS 0\.600, above the agreed 0\.450\. .*`history`/,
      'world',
      '',
    ],
    [
      'says that a window could not be judged',
      { production: { ...well, evaluations: [evaluation(1, { version: 'v2', ks: null })] } },
      /^Window 1 could not be judged/,
      'world',
      'applications',
    ],
  ])('%s', (_what, standing, words, buttons, deed) => {
    expect(wordsAt(standing)).toMatch(words);
    expect(buttonsAt(standing)).toBe(buttons);
    expect(stepAt(standing).deed ?? '').toBe(deed);
  });

  it('begins also while Steward has told nothing, and without a world outside', () => {
    const cast = { me: 'Dana Okafor', modeller: 'Dana Okafor' };
    expect(findStep(null, null, cast).buttons).toEqual([{ does: 'release', model: 'first' }]);
  });
});
