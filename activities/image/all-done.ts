/** Waits for both, also when one fails: nothing goes on unseen behind an error. Throws the first one's error before the other's. */
export async function allDone<A, B>(first: Promise<A>, second: Promise<B>): Promise<readonly [A, B]> {
  const [one, other] = await Promise.allSettled([first, second]);
  return [settled(one), settled(other)];
}

function settled<T>(outcome: PromiseSettledResult<T>): T {
  if (outcome.status === 'fulfilled') return outcome.value;
  throw outcome.reason;
}
