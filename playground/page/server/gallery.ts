import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { Refusal } from '../../connector/refusal';
import type { GalleryCard } from '../wire/gallery';

/** The cards that the tests keep, as the page at /gallery shows them. */
export interface Gallery {
  /** By folder and name. Throws a Refusal where the sources are not, as in an image of a container. */
  read(): readonly GalleryCard[];
}

const card = z.record(z.string(), z.unknown());
const missing =
  'The cards are kept beside the tests, and this Steward runs without its sources. Start it from a checkout: git clone, npm ci, npm start.';

function readGroup(folder: string, group: string): GalleryCard[] {
  const files = readdirSync(path.join(folder, group)).sort();
  return files
    .filter((file) => file.endsWith('.json'))
    .map((file) => {
      const name = file.slice(0, -'.json'.length);
      const twin = path.join(folder, group, `${name}.txt`);
      return {
        group,
        name,
        card: card.parse(JSON.parse(readFileSync(path.join(folder, group, file), 'utf8'))),
        twin: existsSync(twin) ? readFileSync(twin, 'utf8') : '',
      };
    });
}

/** `folder` holds a folder for each group of cards; it is read anew each time, so that `npm run golden` shows at once. */
export function createGallery(folder: string): Gallery {
  return {
    read() {
      if (!existsSync(folder)) throw new Refusal(404, 'NoGallery', missing);
      const groups = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
      const names = groups.map(({ name }) => name).sort();
      return names.flatMap((name) => readGroup(folder, name));
    },
  };
}
