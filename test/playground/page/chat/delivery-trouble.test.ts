import { deliveryTrouble } from '../../../../playground/page/app/chat/delivery-trouble';

describe('deliveryTrouble', () => {
  it('is silent about what the bot took, and about what it was not to hear', () => {
    expect(deliveryTrouble([{ status: 200 }], 'Steward')).toBeUndefined();
    expect(deliveryTrouble([{ status: 202 }], 'Steward')).toBeUndefined();
    expect(deliveryTrouble([], 'Steward')).toBeUndefined();
  });

  it.each([
    [{ status: 0, error: 'fetch failed' }, /Steward did not hear it: it does not run now/],
    [{ status: 0, error: 'The operation was aborted due to timeout' }, /it did not answer in time/],
    [{ status: 502 }, /it answered with error 502/],
  ])('says what happened and what to do: %j', (delivery, words) => {
    const trouble = deliveryTrouble([delivery], 'Steward');
    expect(trouble).toMatch(words);
    expect(trouble).toMatch(/send it again/);
  });
});
