import type { EnvironmentRef, Target } from '../../domain/ports/target';

/** Withdraws each of the releases, and throws the first error when all were tried: one that stays keeps no other. */
export async function withdrawAll(
  target: Pick<Target, 'withdraw'>,
  place: EnvironmentRef,
  numbers: readonly number[],
): Promise<void> {
  const errors: unknown[] = [];
  for (const release of numbers) await target.withdraw({ ...place, release }).catch((error) => errors.push(error));
  if (errors.length > 0) throw errors[0];
}
