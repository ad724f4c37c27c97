import { buildScoresOption } from '../../../../playground/page/app/panel/scores/build-scores-option';
import { findMiddle, saySeparation } from '../../../../playground/page/app/panel/scores/say-separation';
import type { Distribution } from '../../../../playground/page/wire/overview';

function distribution(events: readonly number[], others: readonly number[]): Distribution {
  const bins = events.map((count, index) => ({
    from: index / events.length,
    to: (index + 1) / events.length,
    events: count,
    others: others[index] ?? 0,
  }));
  return { window: 5, version: 'v1', bins };
}

const apart = distribution([0, 10, 10, 80], [600, 300, 60, 40]);

describe('the scores by outcome', () => {
  it('are drawn as shares of their class, events up and others down', () => {
    const { series } = buildScoresOption(apart, () => '');
    const [events, others] = series as unknown as readonly { readonly id: string; readonly data: readonly number[] }[];
    expect([events?.id, events?.data]).toEqual(['events', [0, 0.1, 0.1, 0.8]]);
    expect([others?.id, others?.data]).toEqual(['others', [-0.6, -0.3, -0.06, -0.04]]);
  });

  it('reach as far up as down, so that the two can be compared', () => {
    const { yAxis } = buildScoresOption(apart, () => '');
    expect(yAxis).toMatchObject({ min: -0.8, max: 0.8 });
  });

  it('are drawn for a class of which there is nobody', () => {
    const { series } = buildScoresOption(distribution([0, 0], [3, 1]), () => '');
    expect((series as unknown as readonly { readonly data: readonly number[] }[])[0]?.data).toEqual([0, 0]);
  });

  it('are summed up in a sentence', () => {
    expect(saySeparation(apart)).toBe(
      'In window 5 of v1, half of the 100 events score above 0.84, half of the 1,000 others below 0.21.',
    );
    expect(saySeparation(distribution([9, 1], [1, 9]))).toMatch(/: the scores point the wrong way\.$/);
    expect(saySeparation(distribution([0, 0], [3, 1]))).toBe('In window 5 of v1 there are no events, only 4 others.');
    expect(saySeparation(distribution([3, 1], [0, 0]))).toBe('In window 5 of v1 there are only events, 4 of them.');
    expect(saySeparation(distribution([0, 0], [0, 0]))).toBe('In window 5 of v1 no outcome is known.');
  });

  it('have their middle where half of them lie below', () => {
    expect(findMiddle(distribution([0, 4, 0, 0], []), 'events')).toBe(0.375);
    expect(findMiddle(distribution([2, 0, 0, 2], []), 'events')).toBe(0.25);
  });
});
