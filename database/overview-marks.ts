import type { Instant } from '../domain/release/release';
import type { Tx } from './database';

/** A moment at which something changed about what is judged. */
export interface OverviewMark {
  readonly kind: 'release' | 'retraining';
  readonly number: number;
  readonly version: string;
  readonly at: Instant;
}

/**
 * Releases that took the traffic of an environment and retrainings that registered a version, oldest first: the newest
 * `limit` since a time, and before it the release that was serving at that time.
 */
export async function listMarks(
  tx: Tx,
  place: { readonly project: string; readonly environment: string },
  since: Instant,
  limit: number,
): Promise<OverviewMark[]> {
  const rows = await tx.query<OverviewMark>(
    `with begin as materialized (
       select coalesce(max(since), $3) as at from servings where project = $1 and environment = $2 and since <= $3
     )
     select * from (
       select 'release' as kind, release as number, version, since as at from servings
       where project = $1 and environment = $2 and since >= (select at from begin)
       union all
       select 'retraining', number, version, ended_at from retrainings
       where project = $1 and environment = $2 and state = 'registered' and ended_at >= (select at from begin)
     ) marks order by at desc, kind desc limit $4`,
    [place.project, place.environment, since, limit],
  );
  return rows.reverse();
}
