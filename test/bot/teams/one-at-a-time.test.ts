import { createOneAtATime } from '../../../bot/teams/one-at-a-time';

describe('createOneAtATime', () => {
  it('lets the next one run after a failure, and other keys run meanwhile', async () => {
    const oneAtATime = createOneAtATime();
    const seen: string[] = [];
    let fail: (error: Error) => void = () => undefined;
    const first = oneAtATime('a', () => new Promise((_, reject) => (fail = reject)));
    const second = oneAtATime('a', () => Promise.resolve(seen.push('second')));
    await oneAtATime('b', () => Promise.resolve(seen.push('other')));
    fail(new Error('boom'));
    await expect(first).rejects.toThrow('boom');
    await second;
    expect(seen).toEqual(['other', 'second']);
  });

  it('takes no more than a hundred in one line, and goes on when they are through', async () => {
    const oneAtATime = createOneAtATime();
    let open: () => void = () => undefined;
    const first = oneAtATime('a', () => new Promise<void>((resolve) => (open = resolve)));
    const rest = Array.from({ length: 99 }, () => oneAtATime('a', () => Promise.resolve()));
    await expect(oneAtATime('a', () => Promise.resolve())).rejects.toMatchObject({ code: 'channel_busy' });
    open();
    await Promise.all([first, ...rest]);
    await expect(oneAtATime('a', () => Promise.resolve('again'))).resolves.toBe('again');
  });
});
