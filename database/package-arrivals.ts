import type { Digest } from '../domain/digest';
import type { Instant } from '../domain/release/release';
import type { Tx } from './database';

/** Says that a package is about to be put in the store. To be committed before that. */
export async function noteArrival(tx: Tx, digest: Digest, at: Instant): Promise<void> {
  await tx.query(
    `insert into package_arrivals (digest, at) values ($1, $2)
     on conflict (digest) do update set at = greatest(package_arrivals.at, excluded.at)`,
    [digest, at],
  );
}
