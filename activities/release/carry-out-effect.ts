import { append, findAuditRow } from '../../database/audit';
import type { Json } from '../../domain/canonical-json';
import { stepKey } from '../../domain/ids';
import type { Release } from '../../domain/release/release';
import type { ReleaseDependencies } from './dependencies';

export interface Effect<T> {
  readonly name: 'push' | 'stage' | 'switch' | 'withdraw';
  readonly intended: Json;
  /** Must be repeatable: after a kill the intention stands without an observation, and it is done again. */
  readonly act: () => Promise<T>;
  /** What was read back afterwards. */
  readonly observed: (result: T) => Json;
}

/** An effect outside has two audit rows: intended before, observed after it was read back; once for each attempt. */
export async function carryOutEffect<T>(deps: ReleaseDependencies, release: Release, effect: Effect<T>): Promise<T> {
  const write = (stage: 'intended' | 'observed', data: Json) =>
    deps.database.transaction((tx) =>
      append(tx, {
        at: deps.now(),
        actor: { kind: 'system' },
        action: `${effect.name}.${stage}`,
        subject: `release/${release.number}`,
        key: keyOf(release, effect.name, stage),
        data,
      }),
    );
  await write('intended', effect.intended);
  const result = await effect.act();
  await write('observed', effect.observed(result));
  return result;
}

/** What an earlier run of the same attempt wrote that it meant to do; undefined when there was none. */
export async function findIntention(
  deps: ReleaseDependencies,
  release: Release,
  name: Effect<unknown>['name'],
): Promise<Json | undefined> {
  return (await findAuditRow(deps.database, keyOf(release, name, 'intended')))?.data;
}

function keyOf(release: Release, name: Effect<unknown>['name'], stage: 'intended' | 'observed'): string {
  return stepKey(release.number, `${name}/${release.attempt}/${stage}`);
}
