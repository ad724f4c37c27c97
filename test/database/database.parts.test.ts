import { connectDatabase, type Database, type Tx } from '../../database/database';
import { createTestDatabase, type TestDatabase } from '../support/databases';

let files: TestDatabase;
let database: Database;
let other: Database;

beforeAll(async () => {
  files = await createTestDatabase();
  database = connectDatabase({ url: files.url, max: 1 });
  other = connectDatabase({ url: files.url, max: 1 });
});

afterAll(async () => {
  await database?.close();
  await other?.close();
  await files?.drop();
});

async function processOf(tx: Tx): Promise<number | undefined> {
  const [row] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
  return row?.pid;
}

/** Ends the server's side of a connection as an administrator or a restart would; resolves when it is gone. */
async function breakConnection(pid: number | undefined): Promise<void> {
  await other.query('select pg_terminate_backend($1, 10000)', [pid]);
}

describe('database', () => {
  it('ends a transaction, not the process, when its connection breaks between two statements', async () => {
    const work = database.transaction(async (tx) => {
      await breakConnection(await processOf(tx));
      await new Promise((resolve) => setImmediate(resolve));
      await tx.query('select 1');
    });
    await expect(work).rejects.toMatchObject({ code: 'database_away', retryable: true });
  });

  it('does not use a broken connection again', async () => {
    const before = await processOf(database);
    await breakConnection(before);
    const after = await processOf(database).catch(() => processOf(database));
    expect(after).not.toBe(before);
  });

  it('rolls back what a transaction wrote before it failed, and goes on with the same connection', async () => {
    const pids: (number | undefined)[] = [];
    const work = database.transaction(async (tx) => {
      pids.push(await processOf(tx));
      await tx.query(`insert into people values ('p1', 't', 'c', 'n', now())`);
      throw new Error('the work failed');
    });
    await expect(work).rejects.toThrow('the work failed');
    expect(await database.query('select 1 from people')).toEqual([]);
    expect(await processOf(database)).toBe(pids[0]);
  });
});
