import { publishMade } from '../../image/publish-made';
import { retrainingName } from '../../../domain/ids';
import type { BaseImage, ImageBuilder, PublishedImage } from '../../../domain/ports/builder';
import type { ScoringOrder } from '../../../domain/ports/scoring';

/**
 * The very image that a release of it has, under a tag that says what it is for; that of a version that was released is there
 * already, under the version's. Nothing is kept of one that cannot be published: each attempt builds it anew.
 */
export async function publishScored(
  builder: Pick<ImageBuilder, 'build' | 'publish' | 'discard'>,
  { project, retraining, version, manifest, archive }: Omit<ScoringOrder, 'rows' | 'signal'>,
  base: BaseImage,
): Promise<PublishedImage> {
  const label = version ?? `gate-${retrainingName(retraining)}`;
  const build = () => builder.build({ project, label, manifest, packagePath: archive, base });
  const { digest } = await build();
  try {
    return await publishMade(builder, { digest, project, label }, build);
  } catch (error) {
    await builder.discard(digest).catch(() => undefined);
    throw error;
  }
}
