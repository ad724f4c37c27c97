import { existsSync } from 'node:fs';
import { chmod, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { messageOf, PlaygroundFailure } from '../client/failure';
import { createStateFile } from '../connector/state-file';
import { outsideSchema } from '../page/wire/outside';

const count = z.int().min(0);

/** Applicants that were sent together; their two files are kept until every outcome is told. */
const batch = z.object({
  number: z.int().min(1),
  rows: z.int().min(1),
  /** So many of them, from the first one on, were answered; and of so many the outcome was delivered. */
  answered: count,
  told: count,
  /** True when scoring has ended: who was not answered by then is dropped. */
  over: z.boolean(),
});
export type Batch = z.infer<typeof batch>;

/** Outcomes that are on their way: from each of these batches up to that applicant. */
const delivery = z.object({
  file: z.string().regex(/^outcomes-\d+\.csv$/),
  outcomes: z.int().min(1),
  parts: z.array(z.object({ number: z.int(), upTo: count })),
});
export type Delivery = z.infer<typeof delivery>;

const factsSchema = z.object({
  version: z.literal(1),
  /** The number of the next applicant: nobody applies twice. */
  nextApplicant: z.int(),
  nextBatch: z.int(),
  nextDelivery: z.int(),
  drift: z.number().min(0).max(1),
  /** In which the newest applicants applied; null before anybody did, and in worlds that are older than this. */
  sentIn: z.number().min(0).max(1).nullable().default(null),
  sent: count,
  scored: count,
  told: count,
  batches: z.array(batch),
  delivery: delivery.nullable(),
  log: outsideSchema.shape.log,
});
type Facts = z.infer<typeof factsSchema>;

/** Beyond all numbers that the sample project's own files have. */
const firstApplicant = 1_000_000;

const fresh: Facts = {
  version: 1,
  nextApplicant: firstApplicant,
  nextBatch: 1,
  nextDelivery: 1,
  drift: 0,
  sentIn: null,
  sent: 0,
  scored: 0,
  told: 0,
  batches: [],
  delivery: null,
  log: [],
};

/** What the outside world knows, in a laptop's folder; only its owner may read it. */
export interface World {
  /** To be changed, and kept by `keep`. */
  readonly facts: Facts;
  /** Batches whose files were missing: they are forgotten. */
  readonly lost: readonly Batch[];
  /** Says that the facts changed; they are written soon. */
  readonly keep: () => void;
  /** Resolves when all that was kept is on disk; rejects with what kept it from there. */
  readonly kept: () => Promise<void>;
  /** A file of the world's own folder, by its name. */
  readonly file: (name: string) => string;
}

export function applicationsFile({ number }: Batch): string {
  return `batch-${number}.csv`;
}

export function outcomesFile({ number }: Batch): string {
  return `batch-${number}-outcomes.csv`;
}

/** Goes on with what an earlier process kept. Rejects with a PlaygroundFailure for a file that nobody can read. */
export async function openWorld(home: string): Promise<World> {
  const folder = path.join(home, 'world');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  const kept = path.join(home, 'world.json');
  const state = createStateFile(kept, () => facts);
  const facts = await readFacts(kept, () => state.read());
  const file = (name: string): string => path.join(folder, name);
  const lost = facts.batches.filter((one) => ![applicationsFile(one), outcomesFile(one)].map(file).every(existsSync));
  facts.batches = facts.batches.filter((one) => !lost.includes(one));
  return { facts, lost, keep: () => state.touch(), kept: () => state.flush(), file };
}

async function readFacts(file: string, read: () => Promise<unknown>): Promise<Facts> {
  try {
    const value = await read();
    return value === undefined ? structuredClone(fresh) : factsSchema.parse(value);
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error);
    throw new PlaygroundFailure(
      `${file} says who was sent and cannot be read (${why}). Put a copy of it back, or begin anew in another folder.`,
    );
  }
}

/** Forgets batches of whom everything is told; their files go with them. */
export async function forgetTold({ facts, file, keep, kept }: World): Promise<void> {
  const told = facts.batches.filter((one) => one.over && one.told === one.answered);
  facts.batches = facts.batches.filter((one) => !told.includes(one));
  keep();
  await kept();
  const files = told.flatMap((one) => [applicationsFile(one), outcomesFile(one)]);
  await Promise.all(files.map((name) => rm(file(name), { force: true })));
}
