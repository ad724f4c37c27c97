import { readFile, rm, writeFile } from 'node:fs/promises';
import { messageOf } from '../client/failure';
import { referenceColumn } from '../world/write-csv';
import { type Delivery, forgetTold, outcomesFile, type World } from './open-world';
import { type Scene, several } from './scene';

/** Of how many applicants who were answered the outcome is not told yet. */
export function countUntold({ facts }: World): number {
  return facts.batches.reduce((sum, { answered, told }) => sum + answered - told, 0);
}

/** Tells what became of so many applicants, of those who applied first. */
export async function deliverOutcomes(scene: Scene, outcomes: number): Promise<void> {
  await bringDelivery(scene, await makeDelivery(scene, outcomes));
}

/** On disk before anything is delivered: the same file again is one delivery. */
async function makeDelivery({ world }: Scene, outcomes: number): Promise<Delivery> {
  const { facts } = world;
  const parts: { number: number; upTo: number }[] = [];
  const lines: string[] = [];
  for (const batch of facts.batches) {
    const upTo = Math.min(batch.answered, batch.told + outcomes - lines.length);
    if (upTo === batch.told) continue;
    const [, ...all] = (await readFile(world.file(outcomesFile(batch)), 'utf8')).split('\n');
    lines.push(...all.slice(batch.told, upTo));
    parts.push({ number: batch.number, upTo });
  }
  const delivery = { file: `outcomes-${facts.nextDelivery}.csv`, outcomes: lines.length, parts };
  const text = [`${referenceColumn},BAD`, ...lines, ''].join('\n');
  await writeFile(world.file(delivery.file), text, { mode: 0o600 });
  facts.nextDelivery += 1;
  facts.delivery = delivery;
  world.keep();
  await world.kept();
  return delivery;
}

/** Imports a delivery as the back office would, and says what became of it. One that failed may be made again. */
export async function bringDelivery(scene: Scene, delivery: Delivery): Promise<void> {
  const { world, project, steward, signal, progress, tell } = scene;
  const { facts } = world;
  const file = world.file(delivery.file);
  try {
    const columns = ['--reference', referenceColumn, '--outcome', 'BAD'];
    const said = await steward('outcomes', 'import', file, '--project', project, ...columns);
    for (const { number, upTo } of delivery.parts) {
      const batch = facts.batches.find((one) => one.number === number);
      if (batch !== undefined) batch.told = upTo;
    }
    facts.told += delivery.outcomes;
    progress(delivery.outcomes);
    tell('done', sayDelivered(delivery.outcomes, said));
  } catch (error) {
    // Ended with us, and not told whether it arrived: the next start delivers the same file again.
    if (signal.aborted) return;
    tell('failed', `${several(delivery.outcomes, 'outcome')} could not be delivered: ${messageOf(error)}`);
  }
  facts.delivery = null;
  await forgetTold(world);
  await rm(file, { force: true });
}

/** By the words with which the shell tells what a delivery brought. */
function sayDelivered(outcomes: number, said: string): string {
  const words = said.replace(/\s+/g, ' ');
  const find = (pattern: RegExp): number => Number((pattern.exec(words)?.[1] ?? '0').replaceAll(',', ''));
  const matched = find(/([\d,]+) scored rows? got (?:its|their) first outcome/);
  const waiting = find(/([\d,]+) outcomes? (?:is|are) kept without a scored row/);
  const known = find(/([\d,]+) outcomes? said what was known already/);
  const rest = [
    ...(waiting > 0 ? [`${waiting.toLocaleString('en')} wait for rows that are not recorded yet`] : []),
    ...(known > 0 ? [`${known.toLocaleString('en')} were known already`] : []),
  ];
  return `${several(outcomes, 'outcome')} delivered: ${[`${matched.toLocaleString('en')} matched`, ...rest].join(', ')}.`;
}
