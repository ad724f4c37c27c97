import type { Checked } from '../../domain/check';
import { type Database, connectDatabase, exactlyOne } from '../../database/database';
import { missingMigrations } from '../../database/missing-migrations';
import { errorText, isStewardError, StewardError } from '../../domain/errors';
import { type Look, runLooks } from './run-looks';

/** Which login is looked at. */
export interface Login {
  readonly url: string;
  /** The setting that its address came from. */
  readonly setting: string;
  /** The group role that its rights hang on. */
  readonly role: 'steward_application' | 'steward_gateway' | 'owner';
}

/** The oldest PostgreSQL that is let through. The suites run on the one that a laptop brings up, 18. */
const neededVersion = 14;

/** One look at a right: an expression that is true when the login has it. */
interface Right {
  readonly name: string;
  readonly sql: string;
}

const wanted: Readonly<Record<Login['role'], readonly Right[]>> = {
  steward_application: [
    { name: 'read releases', sql: `has_table_privilege('releases', 'select')` },
    { name: 'write releases', sql: `has_table_privilege('releases', 'insert, update')` },
    { name: 'append to audit', sql: `has_table_privilege('audit', 'insert')` },
    { name: 'read scored_rows', sql: `has_table_privilege('scored_rows', 'select')` },
    { name: 'draw release numbers', sql: `has_sequence_privilege('release_numbers', 'usage')` },
  ],
  steward_gateway: [{ name: 'record scored rows', sql: mayRun('record_scored_rows') }],
  owner: [
    { name: 'create tables', sql: `has_schema_privilege('public', 'create')` },
    { name: 'create roles', sql: ofLogin('rolcreaterole or rolsuper') },
  ],
};

/** Rows that are added and stay as they are: who can change them can hide what happened. */
const insertOnly = [
  'audit',
  'decisions',
  'versions',
  'project_files',
  'outcomes',
  'windows',
  'evaluations',
  'scored_rows',
];

const ofAll: readonly Right[] = [
  ...insertOnly.map((table) => ({ name: `change ${table === 'audit' ? 'the audit' : table}`, sql: mayChange(table) })),
  {
    name: 'become the owner of the audit',
    sql: `(select pg_has_role(relowner, 'member') from pg_class where oid = 'audit'::regclass)`,
  },
  { name: 'create in the schema public', sql: `has_schema_privilege('public', 'create')` },
  { name: 'all that a superuser may', sql: ofLogin('rolsuper') },
  { name: 'create roles', sql: ofLogin('rolcreaterole') },
  { name: 'pass row security', sql: ofLogin('rolbypassrls') },
];

const unwanted: Readonly<Record<Login['role'], readonly Right[]>> = {
  steward_application: [...ofAll, { name: 'add scored_rows', sql: `has_table_privilege('scored_rows', 'insert')` }],
  steward_gateway: [
    ...ofAll,
    { name: 'read scored_rows', sql: `has_table_privilege('scored_rows', 'select')` },
    { name: 'write releases', sql: `has_table_privilege('releases', 'insert')` },
  ],
  owner: [],
};

/** Reachable with this login, new enough, migrated, with the rights of its role, and without those that nobody but the owner has. */
export async function checkDatabase(title: string, login: Login): Promise<readonly Checked[]> {
  const database = connectDatabase({ url: login.url, max: 1, name: 'steward check' });
  const looks: readonly Look[] = [
    { what: `${title}: connection`, gate: true, look: () => lookAtServer(database, login) },
    ...(login.role === 'steward_application'
      ? [{ what: `${title}: schema`, gate: true as const, look: () => lookAtSchema(database) }]
      : []),
    { what: `${title}: rights`, look: () => lookAtRights(database, login) },
  ];
  return runLooks(routeOf(login.url), looks).finally(() => database.close());
}

async function lookAtServer(database: Database, login: Login): Promise<string> {
  const statement = `select current_setting('server_version_num')::int as number, current_setting('server_version') as version, current_user as user`;
  const { number, version, user } = await asReason(login, async () =>
    exactlyOne(await database.query<{ number: number; version: string; user: string }>(statement)),
  );
  if (number < neededVersion * 10_000)
    throw new StewardError('check_database_old', { version, needed: neededVersion, setting: login.setting });
  return `PostgreSQL ${version}, as ${user}`;
}

async function lookAtSchema(database: Database): Promise<string> {
  const missing = await missingMigrations(database);
  if (missing.length > 0) throw new StewardError('check_schema_behind', { migrations: missing.join(', ') });
  return 'all migrations are there';
}

async function lookAtRights(database: Database, { role, setting }: Login): Promise<string | { leftOut: string }> {
  const [made] = await database.query<{ there: boolean }>(`select to_regclass('audit') is not null as there`);
  if (made?.there !== true && role !== 'owner') return { leftOut: 'nothing was migrated yet' };
  const [lacks, exceeds] = [wanted[role], unwanted[role]];
  const columns = [...lacks, ...exceeds].map(({ sql }, at) => `coalesce(${sql}, false) as r${at}`).join(', ');
  const row = exactlyOne(
    await database.query<Record<string, boolean | string>>(`select current_user as login, ${columns}`),
  );
  const user = String(row['login']);
  const missing = lacks.filter((_, at) => row[`r${at}`] !== true).map(({ name }) => name);
  if (missing.length > 0) throw new StewardError('check_database_rights', { user, missing: missing.join(', '), role });
  const rights = exceeds.filter((_, at) => row[`r${lacks.length + at}`] === true).map(({ name }) => name);
  if (rights.length > 0)
    throw new StewardError('check_database_rights_many', { user, rights: rights.join(', '), setting, role });
  return role === 'owner' ? 'may migrate' : `those of ${role}, and none that could change the record`;
}

function mayChange(table: string): string {
  const whole = `has_table_privilege('${table}', 'delete') or has_table_privilege('${table}', 'truncate')`;
  return `has_any_column_privilege('${table}', 'update') or ${whole}`;
}

function ofLogin(attribute: string): string {
  return `(select ${attribute} from pg_roles where rolname = current_user)`;
}

function mayRun(name: string): string {
  return `(select bool_and(has_function_privilege(oid, 'execute')) from pg_proc where proname = '${name}')`;
}

/** By PostgreSQL's own code, which the pool's error carries as its cause. */
async function asReason<T>({ url, setting }: Login, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const cause: unknown = isStewardError(error) ? error.cause : error;
    const { code } = (cause ?? {}) as { readonly code?: unknown };
    const { host, username } = new URL(url);
    const details = { host, why: errorText(cause), setting };
    if (code === '28P01' || code === '28000')
      throw new StewardError('check_database_login', { ...details, user: decodeURIComponent(username) }, { cause });
    if (code === '3D000' || code === '42501') throw new StewardError('check_database_missing', details, { cause });
    throw new StewardError('check_database_away', details, { cause });
  }
}

function routeOf(url: string): string {
  const mode = new URL(url).searchParams.get('sslmode') ?? 'disable';
  return mode === 'disable' ? 'direct, no TLS' : `direct, TLS (sslmode=${mode})`;
}
