import { identityText, isAlive, ownIdentity, parseIdentity } from '../../../formats/files/process-identity';

/** On everything that a build makes in a daemon; its value is the build's name. */
export const buildLabel = 'steward/build';

/** Milliseconds after which whatever is left of a build is nobody's: a process elsewhere cannot be asked. */
const oldest = 24 * 60 * 60_000;

/** A name for one build; it tells its process, so that the dead's can be swept. */
export async function nameBuild(unique: string): Promise<string> {
  return `${identityText(await ownIdentity())}.${unique}`;
}

/** Whether nobody goes on with a build. */
export async function isLeftOver(build: string, made: number, now: number): Promise<boolean> {
  const owner = parseIdentity(build);
  return now - made > oldest || (owner !== undefined && !(await isAlive(owner)));
}

/** By which an image is kept from being pruned while it is looked at; nobody pushes it. */
export function nameImage(build: string): string {
  return `steward-build:${build.slice(build.lastIndexOf('.') + 1)}`;
}
