import { Pool, type PoolClient, type PoolConfig, types } from 'pg';
import { StewardError } from '../domain/errors';

/** A transaction in which named functions run. */
export interface Tx {
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

export interface Database extends Tx {
  /** Runs `work` in one READ COMMITTED transaction; commits when it returns, rolls back when it throws. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** int8 and timestamptz as the domain has them: safe numbers, and ISO 8601 instants in UTC. */
const typeParsers = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === Number(types.builtins.INT8)) return Number;
    if (oid === Number(types.builtins.TIMESTAMPTZ)) return (text: string) => new Date(text).toISOString();
    return types.getTypeParser(oid, format) as (text: string) => unknown;
  },
};

/** Connects lazily. At most `max` connections; a caller waits at most 5 s for one and 15 s for a statement. */
export function connectDatabase(options: { url: string; max?: number; name?: string }): Database {
  const config: PoolConfig = {
    connectionString: options.url,
    max: options.max ?? 8,
    application_name: options.name ?? 'steward',
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: 15_000,
    lock_timeout: 10_000,
    idle_in_transaction_session_timeout: 30_000,
    types: typeParsers,
  };
  const pool = new Pool(config);
  // An idle connection that breaks is no event for anybody: the pool drops it, and the next query opens another.
  pool.on('error', () => undefined);
  return {
    query: (text, values) => withClient(pool, (client) => runQuery(client, text, values)),
    transaction: (work) => withClient(pool, (client, spoil) => runTransaction(client, spoil, work)),
    close: () => pool.end(),
  };
}

/** Lends a connection to `work`; one that broke or was spoiled is not used again. */
async function withClient<T>(
  pool: Pool,
  work: (client: PoolClient, spoil: (error: Error) => void) => Promise<T>,
): Promise<T> {
  const client = await checkOut(pool);
  let broken: Error | undefined;
  const spoil = (error: Error): void => void (broken = error);
  // A connection may break between two statements: the next one fails then, and unheard this would end the process.
  client.on('error', spoil);
  try {
    return await work(client, spoil);
  } finally {
    client.off('error', spoil);
    client.release(broken);
  }
}

async function checkOut(pool: Pool): Promise<PoolClient> {
  try {
    return await pool.connect();
  } catch (cause) {
    throw new StewardError('database_away', {}, { cause });
  }
}

async function runTransaction<T>(
  client: PoolClient,
  spoil: (error: Error) => void,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  try {
    await runQuery(client, 'begin');
    const result = await work({ query: (text, values) => runQuery(client, text, values) });
    await runQuery(client, 'commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(spoil);
    throw error;
  }
}

async function runQuery<Row extends object>(
  client: PoolClient,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  try {
    return (await client.query<Row>(text, [...values])).rows;
  } catch (error) {
    if (isConnectionLoss(error)) throw new StewardError('database_away', {}, { cause: error });
    throw error;
  }
}

/** Class 08 (connection), 57P (shutdown, crash), 53 (resources) and 55P03/57014 (time-outs) of PostgreSQL, or a dead socket. */
function isConnectionLoss(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { readonly code?: unknown; readonly message?: unknown };
  if (typeof code !== 'string') return /connection (terminated|error)|not queryable|timeout/i.test(String(message));
  return (
    /^(08|57P|53)/.test(code) || ['55P03', '57014', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes(code)
  );
}

/** True for a statement that PostgreSQL ended because it took longer than it may: the database is there. */
export function ranOutOfTime(error: unknown): boolean {
  return error instanceof StewardError && (error.cause as { code?: unknown } | undefined)?.code === '57014';
}

/** True for a violation of the named unique constraint or index. */
export function violates(error: unknown, constraint: string): boolean {
  return error instanceof Error && (error as { constraint?: unknown }).constraint === constraint;
}

/** The only row, or undefined; more than one is a programming error. */
export function oneOrNone<Row>(rows: readonly Row[]): Row | undefined {
  if (rows.length > 1) throw new RangeError(`expected at most one row, got ${rows.length}`);
  return rows[0];
}

/** The only row; its absence is a programming error. */
export function exactlyOne<Row>(rows: readonly Row[]): Row {
  const row = oneOrNone(rows);
  if (row === undefined) throw new RangeError('expected one row, got none');
  return row;
}
