import { errorText } from '../../domain/errors';
import type { KeptUnit } from './keep-running';
import type { UnitName } from './start-laptop';

/** Who asks for work stops before who does it, and the servers come last. */
const order: readonly (readonly UnitName[])[] = [
  ['page'],
  ['bot'],
  ['worker', 'builder'],
  ['localHost'],
  ['connector'],
  ['temporal'],
  ['postgres'],
];

/** Stops what runs, one rank after another; a unit that cannot be stopped is said and does not keep the others up. */
export async function stopInOrder(kept: readonly KeptUnit[], say: (line: string) => void): Promise<void> {
  for (const rank of order) {
    const units = kept.filter((unit) => rank.some((name) => name === unit.name));
    await Promise.all(units.map((unit) => stopOne(unit, say)));
  }
}

async function stopOne(unit: KeptUnit, say: (line: string) => void): Promise<void> {
  try {
    const inOrder = await unit.stop();
    say(inOrder ? `The ${unit.title} has stopped.` : `The ${unit.title} took too long and was ended by force.`);
  } catch (error) {
    unit.abandon();
    say(`The ${unit.title} could not be stopped in order (${errorText(error)}); it was ended by force.`);
  }
}
