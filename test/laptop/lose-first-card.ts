import { Client } from 'pg';
import { releaseName } from '../../domain/ids';
import { hmeq, messagesOf, type Shown } from '../playground/connector/stand-in';
import { type DrivenLaptop, inState, requestRelease, until } from '../support/laptop-driver';

export interface LostCard {
  readonly release: number;
  /** The card that the channel has and Steward knows nothing of. */
  readonly id: string;
  /** Lets the restarted worker show the release's card. */
  readonly goOn: () => Promise<void>;
}

/**
 * A release that waits for approval, whose first card was taken by the channel while the worker that sent it was killed
 * before it heard so. Nobody shows the card again before `goOn`.
 */
export async function loseFirstCard(
  driven: DrivenLaptop,
  version: string,
  environment: string,
  killWorker: () => Promise<void>,
): Promise<LostCard> {
  const client = new Client({ connectionString: driven.laptop.settings.STEWARD_DATABASE_OWNER_URL });
  client.on('error', () => undefined);
  await client.connect();
  const next = await client.query<{ next: string }>(
    'select case when is_called then last_value + 1 else last_value end as next from release_numbers',
  );
  const subject = `card/release/${next.rows[0]?.next ?? ''}`;
  const lock = (): Promise<unknown> => client.query('select pg_advisory_lock(hashtext($1))', [subject]);
  const unlock = (): Promise<unknown> => client.query('select pg_advisory_unlock(hashtext($1))', [subject]);
  await lock();
  const release = await requestRelease(driven, version, environment);
  await inState(driven, release, 'waiting');
  await driven.driver.call('POST', '/faults', { on: 'create', accept: true, then: { kind: 'silence' } });
  await unlock();
  const { id } = await until(`a card of ${releaseName(release)} in the channel`, () => findRoot(driven, release));
  // The lock is free again when the killed worker's transaction is gone.
  const locked = lock();
  const back = killWorker();
  await locked;
  const goOn = async (): Promise<void> => {
    await back;
    await unlock();
    await client.end();
  };
  return { release, id, goOn };
}

async function findRoot({ driver }: DrivenLaptop, release: number): Promise<Shown | undefined> {
  const name = new RegExp(`\\b${releaseName(release)}\\b`);
  const messages = await messagesOf(driver, hmeq);
  return messages.find(({ id, thread, card }) => id === thread && name.test(JSON.stringify(card ?? '')));
}
