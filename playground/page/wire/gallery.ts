import { z } from 'zod';

/** The cards that Steward's tests keep: what its page of cards shows. */
export const gallerySchema = z.object({
  cards: z.array(
    z.object({
      /** The folder that it lies in: `release`. */
      group: z.string(),
      /** `waiting`. */
      name: z.string(),
      card: z.record(z.string(), z.unknown()),
      /** The same in plain words; empty where none is kept. */
      twin: z.string(),
    }),
  ),
});
export type GalleryCard = z.infer<typeof gallerySchema>['cards'][number];
