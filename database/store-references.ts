import type { Digest } from '../domain/digest';
import { releaseName, retrainingName } from '../domain/ids';
import { chooseKept } from '../domain/images/kept-image';
import type { Instant } from '../domain/release/release';
import type { StoreReferences } from '../domain/stock/stock';
import type { Tx } from './database';
import { listServings } from './servings';

/** The projects that ever had something to keep, also those whose file is not applied any more. */
export async function listKeepingProjects(tx: Tx): Promise<string[]> {
  const rows = await tx.query<{ project: string }>(
    'select project from project_files union select project from versions union select project from releases order by 1',
  );
  return rows.map(({ project }) => project);
}

/** Longer than any registration, training or push goes on after the bytes were put. */
const arriving = 24 * 60 * 60_000;

/**
 * Who needs what of the store. Whoever looks for what nobody needs reads the store first: what is begun after that is either
 * in none of the two or in the references.
 */
export async function readStoreReferences(tx: Tx, now: Instant): Promise<StoreReferences> {
  return { ...(await readImages(tx)), ...(await readPackages(tx, now)) };
}

interface UnderWay {
  number: number;
  project: string;
  environment: string;
  version: string;
  state: string;
  packageDigest: Digest;
  image: Digest | null;
}

async function readImages(tx: Tx): Promise<Pick<StoreReferences, 'images' | 'imagesOf'>> {
  const images = new Map<Digest, string>();
  const imagesOf = new Map<Digest, string>();
  // The gate publishes, or makes, the images of the two that it compares.
  const gates = await tx.query<{ number: number; project: string; environment: string; digest: Digest }>(
    `select number, project, environment, digest from (
       select number, project, environment, state, candidate->>'packageDigest' as digest from retrainings
       union all
       select r.number, project, environment, r.state, s.package_digest from retrainings r
         join servings s using (project, environment) where s.until is null
     ) compared where digest is not null and state <> all($1) order by number`,
    [[...ended]],
  );
  for (const { number, project, environment, digest } of gates)
    imagesOf.set(digest, `${retrainingName(number)} (for ${environment} of ${project}) is under way`);
  // What is retried goes on with its image; only the newest release of an environment is.
  const underWay = await tx.query<UnderWay>(
    `select number, project, environment, version, state, package_digest as "packageDigest", image->>'digest' as image
     from releases r where state in ('preparing', 'waiting', 'approved') or (state = 'failed' and not exists (
       select 1 from releases n where n.project = r.project and n.environment = r.environment and n.number > r.number))
     order by number`,
  );
  for (const { number, project, environment, version, state, packageDigest, image } of underWay) {
    const how = state === 'failed' ? 'failed, and may be retried' : 'is under way';
    const why = `${releaseName(number)} (${version} to ${environment} of ${project}) ${how}`;
    imagesOf.set(packageDigest, why);
    if (image !== null) images.set(image, why);
  }
  for (const { project, environment } of await tx.query<{ project: string; environment: string }>(
    'select distinct project, environment from servings order by 1, 2',
  ))
    for (const [at, { release, version, image }] of chooseKept(
      await listServings(tx, project, environment),
    ).entries()) {
      const how = at === 0 ? 'serves' : 'served';
      images.set(image, `${releaseName(release)} (${version}) ${how} ${environment} of ${project}`);
    }
  return { images, imagesOf };
}

async function readPackages(tx: Tx, now: Instant): Promise<Pick<StoreReferences, 'packages' | 'evidence'>> {
  const since = new Date(Date.parse(now) - arriving).toISOString();
  const arrivals = await tx.query<{ digest: Digest }>('select digest from package_arrivals where at >= $1', [since]);
  const candidates = await tx.query<{ number: number; state: string; digest: Digest }>(
    `select number, state, candidate->>'packageDigest' as digest from retrainings
     where candidate->>'packageDigest' is not null order by number`,
  );
  const open = candidates.filter(({ state }) => !ended.has(state));
  const rest = candidates.filter(({ state }) => ended.has(state));
  const versions = await tx.query<{ project: string; label: string; digest: Digest }>(
    'select project, label, package_digest as digest from versions order by registered_at',
  );
  return {
    packages: new Map([
      ...arrivals.map(({ digest }) => [digest, 'it was put within a day, and may be on its way to a version'] as const),
      ...open.map(({ number, digest }) => [digest, `${retrainingName(number)} is under way`] as const),
      ...versions.map(({ project, label, digest }) => [digest, `it is ${label} of ${project}`] as const),
    ]),
    evidence: new Map(
      rest.map(({ number, digest }) => [
        digest,
        `it is only evidence: the candidate of ${retrainingName(number)}, of which no version was made`,
      ]),
    ),
  };
}

const ended: ReadonlySet<string> = new Set(['registered', 'not_better', 'failed', 'cancelled']);
