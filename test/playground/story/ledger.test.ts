import { createLedger } from '../../../playground/story/ledger';

describe('story: ledger', () => {
  const clock = (): (() => number) => {
    let now = 0;
    return () => (now += 500);
  };

  it('goes on after a check that did not hold, and says at the end which', async () => {
    const heard: string[] = [];
    const ledger = createLedger(clock(), (sentence) => heard.push(sentence));
    await ledger.step('first', async ({ check, fact }) => {
      check('it is so', true);
      check('it is otherwise', false, 'something else');
      fact('digest', 'sha256:00');
      return Promise.resolve();
    });
    expect(await ledger.step('second', () => Promise.resolve('done'))).toBe('done');
    expect(ledger.failures()).toEqual(['first: it is otherwise; found: something else']);
    expect(heard).toEqual(ledger.failures());
    expect(ledger.steps()).toMatchObject([
      { name: 'first', at: 0.5, seconds: 0.5, facts: { digest: 'sha256:00' } },
      { name: 'second', checks: [] },
    ]);
  });

  it('keeps the step that the story could not get past', async () => {
    const ledger = createLedger(clock(), () => undefined);
    await expect(ledger.step('broken', () => Promise.reject(new Error('nobody answers')))).rejects.toThrow();
    expect(ledger.failures()).toEqual(['broken: nobody answers']);
  });
});
