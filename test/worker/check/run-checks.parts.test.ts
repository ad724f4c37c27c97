import { Client } from 'pg';
import { connectDatabase } from '../../../database/database';
import type { Environment } from '../../../formats/settings/parse-settings';
import { findFreePort } from '../../../worker/laptop/ports';
import { createTestDatabase, loginUrl, type TestDatabase } from '../../support/databases';
import { testServers } from '../../support/run-state';
import { appPassword, standIn, startPatienceMs } from '../../playground/connector/stand-in';
import { sampleWorkplace } from '../../../playground/connector/sample-workplace';
import { createShell } from '../../support/shell';
import { until } from '../../support/laptop-driver';
import { connectTestTemporal } from '../../support/temporal';
import { check, failuresOf } from './check-bench';

let files: TestDatabase;
let connector: Awaited<ReturnType<typeof standIn>>['connector'];
let sound: Environment;

beforeAll(async () => {
  files = await createTestDatabase();
  ({ connector } = await standIn({ botUrl: () => 'http://127.0.0.1:9' }));
  const { temporalAddress, temporalNamespace } = testServers();
  sound = {
    ...{ STEWARD_DATABASE_URL: files.url, STEWARD_DATABASE_OWNER_URL: files.ownerUrl },
    ...{ STEWARD_GATEWAY_DATABASE_URL: files.gatewayUrl },
    ...{ TEMPORAL_ADDRESS: temporalAddress, TEMPORAL_NAMESPACE: temporalNamespace },
    ...{ STEWARD_BOT_APP_ID: sampleWorkplace.bot.appId, STEWARD_BOT_TENANT_ID: sampleWorkplace.tenantId },
    ...{ STEWARD_BOT_PASSWORD: appPassword, STEWARD_CONNECTOR_URL: connector.origin },
  };
}, startPatienceMs);

afterAll(async () => {
  await connector.stop();
  await files.drop();
});

function urlWith(url: string, change: (url: URL) => void): string {
  const changed = new URL(url);
  change(changed);
  return changed.href;
}

describe('steward check', () => {
  it('steward check: finds nothing wrong where all is well, and says what it left out', async () => {
    const found = await check(sound);
    expect(failuresOf(found)).toEqual([]);
    expect(found.error).toBeUndefined();
    expect(found.line('Database: connection').found).toMatch(/^PostgreSQL \d+.*, as steward_service$/);
    expect(found.line('Database, gateway role: rights')).toMatchObject({ state: 'ok' });
    expect(found.line('Temporal: namespace').found).toMatch(/keeps what ended for \d+ hours/);
    expect(found.line('Teams: credentials')).toMatchObject({ state: 'ok', route: 'direct, to the stand-in for Teams' });
    expect(found.line('Kubernetes')).toMatchObject({ state: 'left out' });
    expect(found.line('Docker')).toMatchObject({ state: 'left out' });
    expect(found.text).toContain('direct, no TLS');
  });

  it('steward check: a wrong database password is told with its setting, and never shown', async () => {
    const url = urlWith(files.url, (one) => (one.password = 'planted-wrong-password'));
    const found = await check({ ...sound, STEWARD_DATABASE_URL: url });
    expect(found.line('Database: connection')).toMatchObject({ state: 'failed', reason: 'check_database_login' });
    expect(found.line('Database: connection').cure).toContain('STEWARD_DATABASE_URL');
    expect(found.line('Database: rights')).toMatchObject({ state: 'left out' });
    expect(found.error).toMatchObject({ code: 'checks_failed', details: { failed: 1 } });
    expect(found.text).not.toContain('planted-wrong-password');
  });

  it('steward check: a database that nobody migrated wants `steward migrate`', async () => {
    const { postgresUrl } = testServers();
    const admin = new Client({ connectionString: postgresUrl });
    await admin.connect();
    await admin.query('create database check_empty owner steward_owner');
    const found = await check({ ...sound, STEWARD_DATABASE_URL: loginUrl(postgresUrl, 'application', 'check_empty') });
    await admin.query('drop database check_empty with (force)');
    await admin.end();
    expect(failuresOf(found)).toEqual(['Database: schema']);
    expect(found.line('Database: schema').found).toContain('0001_foundation');
    expect(found.line('Database: schema').cure).toContain('steward migrate');
  });

  it('steward check: a database that is not there, and a server that is not, are told apart', async () => {
    const none = urlWith(files.url, (one) => (one.pathname = '/no_such_database'));
    expect((await check({ ...sound, STEWARD_DATABASE_URL: none })).line('Database: connection').reason).toBe(
      'check_database_missing',
    );
    const port = await findFreePort();
    const away = urlWith(files.url, (one) => (one.port = String(port)));
    const { reason, found } = (await check({ ...sound, STEWARD_DATABASE_URL: away })).line('Database: connection');
    expect(reason).toBe('check_database_away');
    expect(found).toContain('ECONNREFUSED');
  });

  it('steward check: an application that logs in as the owner may do too much', async () => {
    const found = await check({ ...sound, STEWARD_DATABASE_URL: files.ownerUrl });
    expect(found.line('Database: rights')).toMatchObject({ state: 'failed', reason: 'check_database_rights_many' });
    expect(found.line('Database: rights').found).toContain('change the audit');
  });

  it('steward check: an application that may change what is only added to, also in part, is named with what it may', async () => {
    const url = urlWith(files.url, (one) => ([one.username, one.password] = ['check_many', 'check_many']));
    const admin = new Client({
      connectionString: urlWith(testServers().postgresUrl, (one) => (one.pathname = new URL(url).pathname)),
    });
    await admin.connect();
    await admin.query(`create role check_many login createrole password 'check_many' in role steward_application`);
    await admin.query('grant truncate on audit to check_many; grant update (project) on versions to check_many');
    const found = await check({ ...sound, STEWARD_DATABASE_URL: url });
    await admin.query('drop owned by check_many; drop role check_many');
    await admin.end();
    expect(found.line('Database: rights')).toMatchObject({ state: 'failed', reason: 'check_database_rights_many' });
    expect(found.line('Database: rights').found).toContain('change the audit, change versions, create roles');
  });

  it('steward check: a gateway with the rights of the application, and an application with those of a gateway', async () => {
    const found = await check({
      ...sound,
      ...{ STEWARD_DATABASE_URL: files.gatewayUrl, STEWARD_GATEWAY_DATABASE_URL: files.url },
    });
    expect(found.line('Database, gateway role: rights').reason).toMatch(/^check_database_rights/);
    expect(failuresOf(found).some((what) => what.startsWith('Database: '))).toBe(true);
  });

  it('steward check: Temporal that is away, and one without the namespace', async () => {
    const away = await check({ ...sound, TEMPORAL_ADDRESS: `127.0.0.1:${await findFreePort()}` });
    expect(failuresOf(away)).toEqual(['Temporal: connection']);
    expect(away.line('Temporal: connection').cure).toContain('TEMPORAL_ADDRESS');
    const without = await check({ ...sound, TEMPORAL_NAMESPACE: 'no-such-namespace' });
    expect(failuresOf(without)).toEqual(['Temporal: namespace']);
    expect(without.line('Temporal: namespace').cure).toContain(
      'temporal operator namespace create --retention 72h no-such-namespace',
    );
  });

  it('steward check: a namespace of Temporal that forgets too soon', async () => {
    const { namespace, close } = await connectTestTemporal(7_200);
    const found = await until('the namespace is known', async () => {
      const checked = await check({ ...sound, TEMPORAL_NAMESPACE: namespace });
      return checked.line('Temporal: namespace').reason === 'check_engine_namespace' ? undefined : checked;
    });
    await close();
    expect(found.line('Temporal: namespace')).toMatchObject({ state: 'failed', reason: 'check_engine_retention' });
    expect(found.line('Temporal: namespace').cure).toContain(`namespace update --retention 72h ${namespace}`);
  });

  it('steward check: empty settings count as unset', async () => {
    const found = await check({
      ...sound,
      STEWARD_REGISTRY: '',
      STEWARD_BOT_APP_ID: ' ',
      STEWARD_GATEWAY_DATABASE_URL: '',
    });
    expect(failuresOf(found)).toEqual([]);
    expect(found.line('Teams: credentials')).toMatchObject({ state: 'left out' });
  });

  it('steward check: a client secret of the bot that the login service refuses', async () => {
    const found = await check({ ...sound, STEWARD_BOT_PASSWORD: 'planted-wrong-secret' });
    expect(failuresOf(found)).toEqual(['Teams: credentials']);
    expect(found.line('Teams: credentials')).toMatchObject({ reason: 'check_chat_credentials' });
    expect(found.line('Teams: credentials').cure).toContain('STEWARD_BOT_APP_ID');
    expect(found.text).not.toContain('planted-wrong-secret');
  });

  it('steward check: settings that are missing fail their own part, and the others are looked at', async () => {
    const found = await check({ ...sound, TEMPORAL_ADDRESS: '' });
    expect(failuresOf(found)).toEqual(['Temporal: settings']);
    expect(found.line('Temporal: settings').found).toContain('TEMPORAL_ADDRESS: is missing');
    expect(found.line('Database: rights').state).toBe('ok');
  });

  it('steward check: --json is what was found, and its failure the same', async () => {
    const checked = [
      { what: 'one', state: 'failed', found: 'broken', cure: 'Mend it.', route: 'direct' },
      { what: 'two', state: 'ok', found: 'well', route: 'direct' },
    ] as const;
    const { lines, error } = await createShell({ check: () => Promise.resolve(checked) })('check', '--json');
    expect(JSON.parse(lines.join('\n'))).toEqual(checked);
    expect(error).toMatchObject({ code: 'checks_failed', details: { failed: 1, all: 2 } });
  });
});

describe('steward migrate --wait', () => {
  it('steward migrate --wait: returns at once on a migrated database, and says what it waits for on another', async () => {
    const { postgresUrl } = testServers();
    const admin = new Client({ connectionString: postgresUrl });
    await admin.connect();
    await admin.query('create database wait_empty owner steward_owner');
    const [database, empty] = [files.url, loginUrl(postgresUrl, 'application', 'wait_empty')].map((url) =>
      connectDatabase({ url, max: 1 }),
    );
    if (!database || !empty) throw new Error('two were asked for');
    expect((await createShell({ database: () => database })('migrate', '--wait')).lines).toEqual([
      'The database is up to date.',
    ]);
    let waits = 0;
    const wait = (): Promise<void> =>
      ++waits < 3 ? Promise.resolve() : Promise.reject(new Error('the test has waited enough'));
    const client = { fetch, wait, elapsed: () => 0, random: () => 0 };
    const { warnings, error } = await createShell({ database: () => empty, client })('migrate', '--wait');
    await Promise.all([database.close(), empty.close()]);
    await admin.query('drop database wait_empty with (force)');
    await admin.end();
    expect(String(error)).toContain('waited enough');
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('0001_foundation');
  });

  it('steward migrate --wait: tells by the words of PostgreSQL why it lets nobody in', async () => {
    const heard = async (url: string): Promise<readonly string[]> => {
      const database = connectDatabase({ url, max: 1 });
      const client = { fetch, wait: () => Promise.reject(new Error('enough')), elapsed: () => 0, random: () => 0 };
      const { warnings } = await createShell({ database: () => database, client })('migrate', '--wait');
      await database.close();
      return warnings;
    };
    const wrong = await heard(urlWith(files.url, (one) => (one.password = 'planted-wrong-password')));
    expect(wrong).toEqual([expect.stringContaining('password authentication failed')]);
    expect(wrong.join()).not.toContain('planted-wrong-password');
    const none = await heard(urlWith(files.url, (one) => (one.pathname = '/no_such_database')));
    expect(none).toEqual([expect.stringContaining('"no_such_database" does not exist')]);
  });
});
