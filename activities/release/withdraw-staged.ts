import type { EnvironmentRef, Target } from '../../domain/ports/target';
import type { Release } from '../../domain/release/release';
import { carryOutEffect } from './carry-out-effect';
import type { ReleaseDependencies } from './dependencies';
import { readSubject } from './read-subject';
import { withdrawAll } from './withdraw-all';

/** Takes back what a release that will not serve has staged. */
export async function withdrawStaged(deps: ReleaseDependencies, release: Release): Promise<void> {
  const { target } = await readSubject(deps, release);
  await withdrawDeployments(deps, release, target, [release.number]);
}

/** Withdraws these releases' deployments from the release's environment, and reads back what is left there. */
export async function withdrawDeployments(
  deps: ReleaseDependencies,
  release: Release,
  target: Target,
  numbers: readonly number[],
): Promise<void> {
  const place: EnvironmentRef = { project: release.project, environment: release.environment };
  await carryOutEffect(deps, release, {
    name: 'withdraw',
    intended: { releases: numbers },
    act: async () => {
      await withdrawAll(target, place, numbers);
      const left = await target.deployments(place);
      return left.map((deployment) => deployment.release);
    },
    observed: (left) => ({ left }),
  });
}
