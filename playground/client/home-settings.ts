import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { PlaygroundFailure } from './failure';

/** A setting by its name; throws a PlaygroundFailure for one that is not there. */
export type HomeSettings = (name: string) => string;

/** Addresses and settings as a laptop wrote them down in its folder. Rejects when it never started there. */
export async function readHomeSettings(home: string): Promise<HomeSettings> {
  const file = path.join(home, 'settings.env');
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    const missing = (error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT';
    throw missing ? new PlaygroundFailure(`${file} is missing: nothing was started there.`, 'NotStarted') : error;
  });
  const found = new Map([...text.matchAll(/^([A-Z_]+)='(.*)'$/gm)].map(([, name = '', value = '']) => [name, value]));
  return (name) => {
    const value = found.get(name);
    if (value === undefined) throw new PlaygroundFailure(`${file} does not say ${name}.`);
    return value;
  };
}
