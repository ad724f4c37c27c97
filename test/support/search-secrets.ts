import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../../database/database';

/** Text or bytes of one place, by a name for people. */
export type Place = readonly [name: string, content: string | Buffer];

/** The names of the places that hold one of the secrets, as it is or in base64. */
export function searchSecrets(secrets: readonly string[], places: readonly Place[]): readonly string[] {
  const marks = secrets.flatMap((secret) => [secret, ...base64Forms(secret)]);
  return places.filter(([, content]) => marks.some((mark) => content.includes(mark))).map(([name]) => name);
}

/** Base64 of what stands somewhere in a longer text depends on where: the parts that do not are looked for. */
function base64Forms(secret: string): string[] {
  return [0, 1, 2].map((offset) => {
    const bytes = Buffer.from(`${'-'.repeat(offset)}${secret}`);
    const whole = bytes.subarray(0, bytes.length - (bytes.length % 3)).toString('base64');
    return whole.slice(offset === 0 ? 0 : 4);
  });
}

/** Every file below a folder. */
export async function filesBelow(folder: string): Promise<readonly Place[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map(async (file) => [file, await readFile(file)] as const),
  );
}

/** Every row of every table. */
export async function rowsOf(database: Database): Promise<readonly Place[]> {
  const tables = await database.query<{ name: string }>(
    `select quote_ident(relname) as name from pg_class
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and has_table_privilege(oid, 'select')`,
  );
  return Promise.all(
    tables.map(async ({ name }) => {
      const rows = await database.query<{ row: string }>(`select t::text as row from ${name} t`);
      return [`table ${name}`, rows.map(({ row }) => row).join('\n')] as const;
    }),
  );
}
