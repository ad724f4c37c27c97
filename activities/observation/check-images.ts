import { type DueImages, listDueImages } from '../../database/image-checks';
import { listProjects } from '../../database/projects';
import { type FoundImages, recordImageCheck } from '../../database/record-image-check';
import { listServings } from '../../database/servings';
import { errorText } from '../../domain/errors';
import { type CheckedImage, chooseKept } from '../../domain/images/kept-image';
import type { ObservationDependencies } from './dependencies';
import { whyAway } from './why-away';
import { within } from './within';

/** Environments in one round: a thousand that become due at once are spread over two hours by this, and stay so. */
const inARound = 10;
/** Milliseconds after which a round begins with no other environment. */
const roundLimit = 30_000;
/** Milliseconds that the images of one environment may take: each is a dozen short requests. */
const limit = 20_000;

/**
 * Asks whether the images of the last served releases are still there whole, in the environments in which that is due: each
 * day, after a release, and each hour while some are lost. Changes nothing but our own record. A place that cannot be asked
 * ends the round, as it keeps the others, too. Returns the alerts that are not as they were.
 */
export async function checkImages(deps: ObservationDependencies): Promise<readonly number[]> {
  const begun = Date.parse(deps.now());
  const changed: number[] = [];
  for (const due of (await listDue(deps)).slice(0, inARound)) {
    if (Date.parse(deps.now()) - begun > roundLimit) break;
    const found = await askFor(deps, due);
    changed.push(...(await note(deps, due, found)));
    if ('away' in found) break;
  }
  return changed;
}

/** Nothing is released to an environment that is not in the project file any more. */
async function listDue({ database, now }: ObservationDependencies): Promise<readonly DueImages[]> {
  const files = new Map((await listProjects(database)).map(({ file }) => [file.project, file]));
  return (await listDueImages(database, now())).filter(
    ({ project, environment }) => files.get(project)?.environments[environment] !== undefined,
  );
}

async function askFor(deps: ObservationDependencies, due: DueImages): Promise<FoundImages> {
  const { project, environment } = due;
  const kept = chooseKept(await listServings(deps.database, project, environment));
  try {
    const work = async (): Promise<readonly CheckedImage[]> => {
      const images: CheckedImage[] = [];
      for (const one of kept)
        images.push({
          ...one,
          serves: one.release === due.release,
          lost: await deps.builder.lost(one.image, project, one.version),
        });
      return images;
    };
    const late = () => new RangeError(`the images were not told of within ${limit / 1000} s`);
    return { images: await within(deps.pause, limit, work, late) };
  } catch (error) {
    const away = whyAway(error);
    deps.reportImages({ project, environment, why: away });
    return { away };
  }
}

async function note(deps: ObservationDependencies, due: DueImages, found: FoundImages): Promise<readonly number[]> {
  try {
    return await deps.database.transaction((tx) => recordImageCheck(tx, due, { at: deps.now(), found }));
  } catch (error) {
    deps.reportImages({ project: due.project, environment: due.environment, why: errorText(error) });
    return [];
  }
}
