import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

export interface LaptopSecrets {
  readonly postgresAdmin: string;
  readonly owner: string;
  readonly application: string;
  /** Of the scoring gateways. */
  readonly gateway: string;
  /** The bot's secret towards the connector; both are told it. */
  readonly botPassword: string;
  /** What the worker presents to the local host. */
  readonly localHostToken: string;
}

const names = [
  'postgresAdmin',
  'owner',
  'application',
  'gateway',
  'botPassword',
  'localHostToken',
] as const satisfies readonly (keyof LaptopSecrets)[];

/** The generated secrets of a folder, made once; only its owner may read them. A later version's new ones are added. */
export async function ensureSecrets(home: string): Promise<LaptopSecrets> {
  const file = path.join(home, 'secrets.json');
  const known = await readKnown(file);
  const secrets = Object.fromEntries(
    names.map((name) => [name, known[name] ?? randomBytes(24).toString('base64url')]),
  ) as unknown as LaptopSecrets;
  if (names.every((name) => known[name] !== undefined)) return secrets;
  await writeFile(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return secrets;
}

async function readKnown(file: string): Promise<Partial<Record<keyof LaptopSecrets, string>>> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}';
    throw error;
  });
  const value = JSON.parse(text) as Record<string, unknown>;
  return Object.fromEntries(
    names.map((name) => [name, typeof value[name] === 'string' ? value[name] : undefined] as const),
  );
}
