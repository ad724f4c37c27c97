import { setTimeout as wait } from 'node:timers/promises';
import { createGate } from '../../../activities/observation/create-gate';

describe('a gate', () => {
  it('a gate: lets so many in at a time, in their order, also past one that fails', async () => {
    const gate = createGate(2);
    let inside = 0;
    let most = 0;
    const order: number[] = [];
    const results = await Promise.allSettled(
      [0, 1, 2, 3, 4, 5].map((number) =>
        gate(async () => {
          order.push(number);
          most = Math.max(most, (inside += 1));
          await wait(1);
          inside -= 1;
          if (number === 1) throw new Error('it failed');
          return number;
        }),
      ),
    );
    expect(most).toBe(2);
    expect(order).toEqual([0, 1, 2, 3, 4, 5]);
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(1);
  });
});
