import type { Environment } from '../../../../playground/page/wire/overview';
import { buttonsAt, challengerWaits, releaseOf, stepAt, wordsAt } from './loop';

const asked = { release: releaseOf('v1', 'waiting') };

describe('the step of a release that waits for people', () => {
  it.each<[string, Partial<Environment>, string, RegExp, string]>([
    [
      'is another one’s for who asked',
      asked,
      'Dana Okafor',
      /^r3 waits for a decision\. Not yours, as you asked for r3\. Become Lena Brandt\.$/,
      'become Lena Brandt, card r3',
    ],
    ['is the leader’s', asked, 'Theo Lind', /^Read the card of r3, press Approve… on it/, 'card r3'],
    [
      'names for others who may decide',
      asked,
      'Sam Whitlock',
      /^r3 waits for Lena Brandt or Theo Lind\. Become Lena Brandt\.$/,
      'become Lena Brandt, card r3',
    ],
    [
      'is not the leader’s who asked for the retraining',
      challengerWaits(),
      'Lena Brandt',
      /^r3 answers alert a1\. .* Not yours, as you asked for the retraining that made v3\. Become Theo Lind, then Dana Okafor\.$/,
      'become Theo Lind, become Dana Okafor, card r3',
    ],
    [
      'is Dana’s, who may decide on what others asked for',
      challengerWaits(),
      'Dana Okafor',
      /Read the card of r3.* It needs two people; not the one who asked\.$/,
      'card r3',
    ],
    [
      'goes on to the second one',
      challengerWaits(['Theo Lind']),
      'Ivo Marić',
      /One approval is given\. Become Dana Okafor\.$/,
      'become Dana Okafor, card r3',
    ],
    [
      'does not send back who has approved',
      challengerWaits(['Theo Lind']),
      'Theo Lind',
      /Your approval is given; one by somebody else is needed too\. Become Dana Okafor\.$/,
      'become Dana Okafor, card r3',
    ],
    [
      'nor the one who asked for the retraining',
      challengerWaits(['Theo Lind']),
      'Lena Brandt',
      /One approval is given\. Not yours, .* Become Dana Okafor\.$/,
      'become Dana Okafor, card r3',
    ],
    [
      'tells the second one that one is given',
      challengerWaits(['Theo Lind']),
      'Dana Okafor',
      /One approval is given\. Read the card of r3/,
      'card r3',
    ],
    [
      'is nobody’s when too few are left',
      { release: releaseOf('v1', 'waiting', { approval: { needed: 1, approvedBy: [], mayDecide: [], mayNot: [] } }) },
      'Lena Brandt',
      /^Too few people are left who may decide on r3/,
      'card r3',
    ],
    [
      'is on the card when the term is over',
      { release: releaseOf('v1', 'waiting', { approval: null }) },
      'Lena Brandt',
      /its card says on whose\.$/,
      'card r3',
    ],
  ])('%s', (_what, production, me, words, buttons) => {
    expect(wordsAt({ production, me })).toMatch(words);
    expect(buttonsAt({ production, me })).toBe(buttons);
    expect(stepAt({ production, me }).waits).toBe(true);
  });
});
