import { Client } from 'pg';
import { type DrivenLaptop, until } from '../support/laptop-driver';

/**
 * Where a release can be held: when a step is about to be marked (`push/running`, `push/done`) or an audit row to be
 * written (`withdraw.intended`), inside that transaction. Whoever is held at an audit row holds up all audit rows.
 */
export type HoldPlace = `${string}/${'running' | 'done'}` | `${string}.${'intended' | 'observed'}`;

/**
 * Holds releases without sleeping: triggers wait for an advisory lock of environment and place, which is free unless a
 * test has taken it. PostgreSQL's end lets everything go.
 */
export interface Holds {
  take(environment: string, place: HoldPlace): Promise<void>;
  /** Resolves when a process is held there. */
  held(environment: string, place: HoldPlace): Promise<void>;
  letGo(environment: string, place: HoldPlace): Promise<void>;
  letGoAll(): Promise<void>;
  close(): Promise<void>;
}

const lockClass = 7_717;

const triggers = `
create function test_hold() returns trigger language plpgsql security definer as $$
declare place text;
begin
  if tg_table_name = 'audit' then
    select environment || '/' || new.action into place from releases where 'release/' || number = new.subject;
  else
    select environment || '/' || new.step || '/' || new.state into place from releases where number = new.release;
  end if;
  if place is not null then
    perform pg_advisory_xact_lock_shared(${lockClass}, hashtext(place) & 2147483647);
  end if;
  return new;
end
$$;
create trigger test_hold before insert or update on release_steps for each row execute function test_hold();
create trigger test_hold before insert on audit for each row execute function test_hold();
`;

export async function installHolds({ laptop, database }: DrivenLaptop): Promise<Holds> {
  let client: Client | undefined;
  const connect = async (): Promise<Client> => {
    if (client !== undefined) return client;
    const fresh = new Client({ connectionString: laptop.settings.STEWARD_DATABASE_OWNER_URL });
    // The server's end is one of the things that are tested: its locks are gone then, and so is this connection.
    fresh.on('error', () => (client = undefined));
    await fresh.connect();
    return (client = fresh);
  };
  await (await connect()).query(triggers);
  const key = 'hashtext($1) & 2147483647';
  return {
    take: async (environment, place) => {
      await (await connect()).query(`select pg_advisory_lock(${lockClass}, ${key})`, [`${environment}/${place}`]);
    },
    held: async (environment, place) => {
      await until(`${environment} held at ${place}`, async () => {
        const waiting = `select 1 from pg_locks where locktype = 'advisory' and not granted and classid = ${lockClass}
          and objid::bigint = (${key})`;
        const rows = await database.query(waiting, [`${environment}/${place}`]);
        return rows[0];
      });
    },
    letGo: async (environment, place) => {
      await client?.query(`select pg_advisory_unlock(${lockClass}, ${key})`, [`${environment}/${place}`]);
    },
    letGoAll: async () => {
      await client?.query('select pg_advisory_unlock_all()').catch(() => undefined);
    },
    close: async () => {
      await client?.end().catch(() => undefined);
    },
  };
}
