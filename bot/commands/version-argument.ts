import { findPointer } from '../../database/pointers';
import { StewardError } from '../../domain/errors';
import type { BotDependencies } from './command';

/** A version's label as it was given, or the champion's. Throws `no_champion`. */
export async function labelOf(deps: BotDependencies, project: string, given: string): Promise<string> {
  if (given !== 'champion') return given;
  const champion = await findPointer(deps.database, project, 'champion');
  if (!champion) throw new StewardError('no_champion', { project });
  return champion.label;
}
