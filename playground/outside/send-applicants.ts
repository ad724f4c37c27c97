import { writeFile } from 'node:fs/promises';
import { sampleSeed } from '../sample/write-sample-data';
import { generateApplicants } from '../world/generate-applicants';
import { writeApplications, writeOutcomes } from '../world/write-csv';
import { requireModel } from './ask-model';
import { applicationsFile, type Batch, outcomesFile } from './open-world';
import type { Scene } from './scene';
import { scoreBatch } from './score-batch';

/** So many people apply who never did before, in the world as it has drifted by now, and are scored. */
export async function sendApplicants(scene: Scene, rows: number): Promise<void> {
  await requireModel(scene);
  await scoreBatch(scene, await makeBatch(scene, rows));
}

/** On disk before anybody is sent: a number that was used is never used again. */
async function makeBatch({ world }: Scene, rows: number): Promise<Batch> {
  const { facts } = world;
  const { drift, nextApplicant: firstReference } = facts;
  const applicants = generateApplicants({ seed: sampleSeed, rows, drift, firstReference });
  const batch = { number: facts.nextBatch, rows, answered: 0, told: 0, over: false };
  await writeFile(world.file(applicationsFile(batch)), writeApplications(applicants), { mode: 0o600 });
  await writeFile(world.file(outcomesFile(batch)), writeOutcomes(applicants), { mode: 0o600 });
  facts.nextBatch += 1;
  facts.nextApplicant += rows;
  facts.sent += rows;
  facts.sentIn = drift;
  facts.batches.push(batch);
  world.keep();
  await world.kept();
  return batch;
}
