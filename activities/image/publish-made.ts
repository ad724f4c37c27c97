import type { Digest } from '../../domain/digest';
import { isStewardError } from '../../domain/errors';
import type { ImageBuilder, PublishedImage } from '../../domain/ports/builder';

/** Publishes an image that was built. Its parts may be gone since (another machine, a cleaned disk): then it is made again, once. */
export async function publishMade(
  builder: Pick<ImageBuilder, 'publish'>,
  { digest, project, label }: { readonly digest: Digest; readonly project: string; readonly label: string },
  makeAgain: () => Promise<unknown>,
): Promise<PublishedImage> {
  try {
    return await builder.publish(digest, project, label);
  } catch (error) {
    if (!isStewardError(error) || error.code !== 'image_not_built') throw error;
    await makeAgain();
    return builder.publish(digest, project, label);
  }
}
