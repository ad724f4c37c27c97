import { listProjects } from '../../database/projects';
import { listServed, type ServedEnvironment } from '../../database/observations';
import { recordLook } from '../../database/record-look';
import type { Look } from '../../domain/observation/judge-look';
import type { TargetSpec } from '../../domain/project';
import { createGate } from './create-gate';
import type { ObservationDependencies } from './dependencies';
import { lookOnce } from './look-once';

/** Environments of one cluster, daemon or host that are looked at side by side. */
const atOnce = 8;
/** Of all targets together: each is a few requests. */
const looksAtOnce = 32;
/** Transactions side by side: the worker has its connections for others, too. */
const notesAtOnce = 4;
/** After so many that could not be asked in a row, the others of that cluster, daemon or host are not asked in this round. */
const givenUpAfter = 4;

interface Place extends ServedEnvironment {
  readonly spec: TargetSpec;
}

/**
 * Looks once at every environment that serves, and notes what was seen. Targets are asked side by side and each within its
 * time, so that one that is away holds up no other. Changes nothing but our own record. Returns the alerts that are not as
 * they were.
 */
export async function observeAll(deps: ObservationDependencies): Promise<readonly number[]> {
  const targets = new Map<string, Place[]>();
  for (const place of await listPlaces(deps)) {
    const key = reachedBy(place.spec);
    targets.set(key, [...(targets.get(key) ?? []), place]);
  }
  const gates = { look: createGate(looksAtOnce), note: createGate(notesAtOnce) };
  const changed = await Promise.all([...targets.values()].map((places) => observeTarget(deps, gates, places)));
  return changed.flat();
}

/** What is away together: one cluster, one daemon, one host, however many environments run there. */
function reachedBy(spec: TargetSpec): string {
  return spec.kind === 'kubernetes' ? `kubernetes ${spec.context ?? ''}` : spec.kind;
}

/** An environment that is not in the project file any more has no target that could be asked. */
async function listPlaces({ database }: ObservationDependencies): Promise<readonly Place[]> {
  const files = new Map((await listProjects(database)).map(({ file }) => [file.project, file]));
  return (await listServed(database)).flatMap((served) => {
    const spec = files.get(served.project)?.environments[served.environment]?.target;
    return spec === undefined ? [] : [{ ...served, spec }];
  });
}

interface Gates {
  readonly look: ReturnType<typeof createGate>;
  readonly note: ReturnType<typeof createGate>;
}

async function observeTarget(
  deps: ObservationDependencies,
  gates: Gates,
  places: readonly Place[],
): Promise<readonly number[]> {
  const waiting = [...places];
  const changed: number[] = [];
  let away: string | undefined;
  let awayInARow = 0;
  const lookUnlessAway = async (place: Place): Promise<Look['found']> =>
    awayInARow >= givenUpAfter && away !== undefined ? { away } : lookOnce(deps, targetOf(deps, place), place);
  const lookAtNext = async (): Promise<void> => {
    for (let place = waiting.shift(); place !== undefined; place = waiting.shift()) {
      const next = place;
      const found = await gates.look(() => lookUnlessAway(next));
      awayInARow = 'away' in found ? awayInARow + 1 : 0;
      if ('away' in found) away = found.away;
      changed.push(...(await gates.note(() => note(deps, next, found))));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lookAtNext));
  return changed;
}

function targetOf({ target }: ObservationDependencies, { spec }: Place) {
  return () => target(spec);
}

async function note(deps: ObservationDependencies, place: Place, found: Look['found']): Promise<readonly number[]> {
  try {
    return await deps.database.transaction((tx) => recordLook(tx, place, { at: deps.now(), found }));
  } catch (error) {
    deps.reportLook({ project: place.project, environment: place.environment, error });
    return [];
  }
}
