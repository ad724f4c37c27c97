import type { Digest } from '../domain/digest';
import type { ModelCard } from '../domain/retraining/model-card';
import type { Tx } from './database';

/** The model card of the version of a project that has this package; undefined for one that no retraining made. */
export async function findModelCard(tx: Tx, project: string, packageDigest: Digest): Promise<ModelCard | undefined> {
  const [row] = await tx.query<{ card: ModelCard }>(
    `select r.model_card as card from retrainings r join versions v on v.project = r.project and v.label = r.version
     where r.project = $1 and v.package_digest = $2 and r.model_card is not null order by r.number limit 1`,
    [project, packageDigest],
  );
  return row?.card;
}
