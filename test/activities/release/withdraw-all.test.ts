import { withdrawAll } from '../../../activities/release/withdraw-all';

describe('withdrawing several releases', () => {
  it('tries all of them, and throws what the first that stays says', async () => {
    const gone: number[] = [];
    const withdraw = ({ release }: { readonly release: number }): Promise<void> => {
      if (release % 2 === 1) return Promise.reject(new Error(`r${release} stays`));
      gone.push(release);
      return Promise.resolve();
    };
    const place = { project: 'gone', environment: 'production' };
    await expect(withdrawAll({ withdraw }, place, [1, 2, 3, 4])).rejects.toThrow('r1 stays');
    expect(gone).toEqual([2, 4]);
    await expect(withdrawAll({ withdraw }, place, [2])).resolves.toBeUndefined();
  });
});
