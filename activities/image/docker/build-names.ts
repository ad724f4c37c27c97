import { identityText, isAlive, ownIdentity, parseIdentity } from '../../../formats/files/process-identity';

/** On everything that a build makes in a daemon; its value is the build's name. */
export const buildLabel = 'steward/build';

/** Milliseconds after which whatever is left of a build is nobody's: a process elsewhere cannot be asked. */
const oldest = 24 * 60 * 60_000;

/** Of this process. */
const underway = new Set<string>();

/** A build under a name that tells its process, so that what nobody goes on with can be swept. */
export async function asBuild<T>(unique: string, work: (build: string) => Promise<T>): Promise<T> {
  const build = `${identityText(await ownIdentity())}.${unique}`;
  underway.add(build);
  try {
    return await work(build);
  } finally {
    underway.delete(build);
  }
}

/** Whether nobody goes on with a build; `made` and `now` in milliseconds since 1970. */
export async function isLeftOver(build: string, made: number, now: number): Promise<boolean> {
  const owner = parseIdentity(build);
  if (owner === undefined) return now - made > oldest;
  if (identityText(owner) === identityText(await ownIdentity())) return !underway.has(build);
  return now - made > oldest || !(await isAlive(owner));
}

/** By which an image is kept from being pruned while it is looked at; nobody pushes it. */
export function nameImage(build: string): string {
  return `steward-build:${build.slice(build.lastIndexOf('.') + 1)}`;
}
