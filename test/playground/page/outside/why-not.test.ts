import { sayDrift } from '../../../../playground/page/app/outside/say-drift';
import { countWaiting, saySend, whyNot, whyNotSo } from '../../../../playground/page/app/outside/why-not';
import type { OutsideState } from '../../../../playground/page/wire/outside';

const idle: OutsideState = {
  environment: 'production',
  serving: true,
  drift: 0,
  sentIn: 0,
  sent: 10,
  scored: 10,
  told: 4,
  busy: null,
  log: [],
};
const busy = { what: '10 applicants are scored', done: 4, of: 10 };

describe('why something cannot be done to the world outside', () => {
  it('is nothing when a model answers and outcomes wait', () => {
    expect(whyNot('applications', idle)).toBeUndefined();
    expect(whyNot('outcomes', idle)).toBeUndefined();
    expect(whyNot('break', idle)).toBeUndefined();
  });

  it('is that nothing answers: outcomes can be delivered all the same', () => {
    const away = { ...idle, serving: false };
    expect(whyNot('applications', away)).toMatch(/release a version there first/);
    expect(whyNot('break', away)).toMatch(/nothing to break/);
    expect(whyNot('outcomes', away)).toBeUndefined();
  });

  it('is what is under way; things may be broken meanwhile', () => {
    expect(whyNot('applications', { ...idle, busy })).toMatch(/^Wait until/);
    expect(whyNot('outcomes', { ...idle, busy })).toMatch(/^Wait until/);
    expect(whyNot('break', { ...idle, busy })).toBeUndefined();
  });

  it('is that there is nothing to tell', () => {
    expect(whyNot('outcomes', { ...idle, told: 10 })).toMatch(/^Every outcome is delivered/);
    expect(whyNot('outcomes', { ...idle, scored: 0, told: 0 })).toMatch(/^Nobody was scored yet/);
    expect(countWaiting({ scored: 3, told: 5 })).toBe(0);
  });

  it('is a number that is none of applications', () => {
    expect([1, 5000].map(whyNotSo)).toEqual([undefined, undefined]);
    for (const count of [0, -1, 1.5, 5001, Number.NaN]) expect(whyNotSo(count)).toMatch(/from 1 to 5,000/);
    expect([saySend(1500), saySend(1), saySend(Number.NaN)]).toEqual([
      'Send 1,500 applications',
      'Send 1 application',
      'Send applications',
    ]);
  });
});

describe('drift in words', () => {
  it('is told from the one end to the other', () => {
    expect([0, 0.2, 0.5, 1].map(sayDrift)).toEqual([
      'as the champion learnt it',
      'a little different',
      'drifting',
      'far from what was learnt',
    ]);
  });
});
