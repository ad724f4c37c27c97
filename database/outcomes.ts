import type { Actor } from '../domain/actor';
import type { Json } from '../domain/canonical-json';
import type { Digest } from '../domain/digest';
import { StewardError } from '../domain/errors';
import { classifyOutcome, type OutcomeFate } from '../domain/outcomes/classify';
import type { GivenOutcome, ImportSummary } from '../domain/outcomes/import';
import {
  type PlaceOf,
  prepareDelivery,
  type PreparedDelivery,
  type PreparedOutcome,
} from '../domain/outcomes/prepare-delivery';
import { type ClassifiedOutcome, summarise } from '../domain/outcomes/summarise';
import { sameOutcome } from '../domain/outcomes/value';
import type { Instant } from '../domain/release/release';
import { append } from './audit';
import { type Database, oneOrNone, type Tx } from './database';
import { findImportByKey, insertImport, type KeptImport } from './outcome-imports';

export interface OutcomeDelivery {
  readonly project: string;
  /** References as the scoring client sent them, 1 to 200 characters. */
  readonly outcomes: readonly GivenOutcome[];
  /** The contract's event value. */
  readonly event: string;
  /** Outcomes that differ from what is known are corrections. */
  readonly correct: boolean;
  /** The same key with the same digest is the same delivery: nothing is imported again. */
  readonly key: string;
  /** Of what was delivered, whatever the time. */
  readonly digest: Digest;
  readonly source: string;
  readonly importedBy: Actor;
  readonly placeOf: PlaceOf;
}

/** References that are looked up, or outcomes that are written, by one statement. */
const batchRows = 10_000;

/**
 * Keeps what can be kept of a delivery, all of it in the caller's transaction. Imports of a project come one after the
 * other; `now` is asked when it is this one's turn, so that `settleOutcomes` names a time whose outcomes are all
 * there. Returns the first import when this delivery came before (`again`). Throws `outcome_value_unknown`,
 * `outcome_twice`, `outcome_key_reused`.
 */
export async function importOutcomes(
  tx: Tx,
  delivery: OutcomeDelivery,
  now: () => Instant,
): Promise<{ readonly import: KeptImport; readonly again: boolean }> {
  const { project, event } = delivery;
  await beginTurn(tx, project, 'pg_advisory_xact_lock');
  const before = await findImportByKey(tx, project, delivery.key);
  if (before && before.digest !== delivery.digest) throw new StewardError('outcome_key_reused');
  if (before) return { import: before, again: true };
  const other = await findOtherValue(tx, project, event);
  const values = { event, ...(other === undefined ? {} : { other }) };
  const prepared = prepareDelivery(delivery.outcomes, values, delivery.placeOf);
  const at = now();
  const classified = await classifyAll(tx, prepared, { project, correct: delivery.correct, now: at });
  const summary = summarise(delivery.outcomes.length, prepared, classified);
  return { import: await keep(tx, delivery, classified, summary, at), again: false };
}

/**
 * Waits for imports of the project that are under way, keeps others out meanwhile, and returns a time up to which all
 * outcomes that will ever be recorded are there: whatever is computed as of it can be computed again.
 */
export function settleOutcomes(database: Database, project: string, now: () => Instant): Promise<Instant> {
  return database.transaction(async (tx) => {
    await beginTurn(tx, project, 'pg_advisory_xact_lock_shared');
    return now();
  });
}

/** A large import takes longer than statements and locks usually may. */
async function beginTurn(tx: Tx, project: string, lock: 'pg_advisory_xact_lock' | 'pg_advisory_xact_lock_shared') {
  await tx.query(`set local statement_timeout = '120s'`);
  await tx.query(`set local lock_timeout = '100s'`);
  await tx.query(`select ${lock}(hashtextextended($1, 0))`, [`outcomes/${project}`]);
}

/** The project's one value that is not the event, once it is known. */
async function findOtherValue(tx: Tx, project: string, event: string): Promise<string | undefined> {
  const rows = await tx.query<{ value: string }>(
    'select value from outcomes where project = $1 and not event limit 1',
    [project],
  );
  const value = oneOrNone(rows)?.value;
  return value !== undefined && !sameOutcome(value, event) ? value : undefined;
}

/** A classified outcome and the number that it gets when it is kept. */
interface NumberedOutcome extends ClassifiedOutcome {
  readonly revision: number;
}

async function classifyAll(
  tx: Tx,
  { outcomes }: PreparedDelivery,
  rules: { readonly project: string; readonly correct: boolean; readonly now: Instant },
): Promise<NumberedOutcome[]> {
  const environments = await listScoredEnvironments(tx, rules.project);
  const classified: NumberedOutcome[] = [];
  for (let start = 0; start < outcomes.length; start += batchRows) {
    const batch = outcomes.slice(start, start + batchRows);
    const rows = await readFacts(tx, rules.project, environments, batch);
    batch.forEach((outcome, index) => {
      const facts = rows[index] ?? noFacts;
      const known = facts.value === null ? {} : { known: { value: facts.value, observedAt: facts.observed_at ?? '' } };
      const scored =
        facts.first_at === null ? {} : { scored: { from: facts.first_at, to: facts.last_at ?? facts.first_at } };
      const first = facts.first_at === null ? {} : { firstScoredAt: facts.first_at };
      const fate = classifyOutcome(outcome, { ...known, ...first }, rules);
      classified.push({ outcome, fate, revision: (facts.revision ?? 0) + 1, ...scored });
    });
  }
  return classified;
}

interface FactsRow {
  readonly value: string | null;
  readonly observed_at: Instant | null;
  readonly revision: number | null;
  readonly first_at: Instant | null;
  readonly last_at: Instant | null;
}

const noFacts: FactsRow = { value: null, observed_at: null, revision: null, first_at: null, last_at: null };

/** In the order of the batch. */
function readFacts(
  tx: Tx,
  project: string,
  environments: readonly string[],
  batch: readonly PreparedOutcome[],
): Promise<FactsRow[]> {
  return tx.query<FactsRow>(
    `select o.value, o.observed_at, o.revision, r.first_at, r.last_at
     from unnest($3::text[]) with ordinality g (reference, place)
     left join lateral (
       select value, observed_at, revision from outcomes
       where project = $1 and reference = g.reference order by revision desc limit 1
     ) o on true
     left join lateral (
       select min(scored_at) as first_at, max(scored_at) as last_at from scored_references
       where project = $1 and environment = any ($2::text[]) and reference = g.reference
     ) r on true
     order by g.place`,
    [project, environments, batch.map(({ reference }) => reference)],
  );
}

/** Environments of the project that have scored rows, whether or not its file still names them; from the index's edges. */
async function listScoredEnvironments(tx: Tx, project: string): Promise<string[]> {
  const rows = await tx.query<{ environment: string }>(
    `with recursive found (environment) as (
       select min(environment) from scored_references where project = $1
       union all
       select (select min(s.environment) from scored_references s where s.project = $1 and s.environment > f.environment)
       from found f where f.environment is not null
     )
     select environment from found where environment is not null`,
    [project],
  );
  return rows.map(({ environment }) => environment);
}

const keptFates: readonly OutcomeFate[] = ['accepted', 'unmatched', 'corrected'];

async function keep(
  tx: Tx,
  delivery: OutcomeDelivery,
  classified: readonly NumberedOutcome[],
  summary: ImportSummary,
  at: Instant,
): Promise<KeptImport> {
  const { project, source, importedBy, key, digest } = delivery;
  const facts = { project, source, importedBy, importedAt: at, summary, digest };
  const id = await insertImport(tx, { ...facts, key });
  const kept = classified.filter(({ fate }) => keptFates.includes(fate));
  for (let start = 0; start < kept.length; start += batchRows)
    await insertOutcomes(tx, project, id, at, kept.slice(start, start + batchRows));
  const audit = { at, actor: importedBy, subject: `outcomes/${id}` };
  await append(tx, {
    ...audit,
    action: 'outcomes.imported',
    key: `outcomes/${id}/imported`,
    data: { project, source, digest, ...countsOf(summary) },
  });
  if (summary.corrected > 0)
    await append(tx, {
      ...audit,
      action: 'outcomes.corrected',
      key: `outcomes/${id}/corrected`,
      data: { project, corrected: summary.corrected },
    });
  return { ...facts, id };
}

/** All of a summary but references, which may tell of people. */
function countsOf(summary: ImportSummary): Readonly<Record<string, Json>> {
  return Object.fromEntries(Object.entries(summary).filter(([name]) => name !== 'examples'));
}

async function insertOutcomes(
  tx: Tx,
  project: string,
  id: number,
  at: Instant,
  batch: readonly NumberedOutcome[],
): Promise<void> {
  await tx.query(
    `insert into outcomes (project, reference, revision, value, event, observed_at, recorded_at, import)
     select $1, g.reference, g.revision, g.value, g.event, g.observed_at, $2, $3
     from unnest($4::text[], $5::int[], $6::text[], $7::boolean[], $8::timestamptz[])
       as g (reference, revision, value, event, observed_at)`,
    [
      project,
      at,
      id,
      batch.map(({ outcome }) => outcome.reference),
      batch.map(({ revision }) => revision),
      batch.map(({ outcome }) => outcome.value),
      batch.map(({ outcome }) => outcome.event),
      batch.map(({ outcome }) => outcome.observedAt),
    ],
  );
}
