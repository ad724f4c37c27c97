import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { applicationLogin, gatewayLogin, ownerLogin } from '../../worker/laptop/postgres-roles';
import { testServers } from './run-state';

/** Holds all migrations and no rows; every test database is a copy of it. */
export const templateDatabase = 'steward_template';

export interface TestDatabase {
  /** As the processes log in: the application's rights. */
  readonly url: string;
  /** As the migrations log in. */
  readonly ownerUrl: string;
  /** As the scoring gateways log in. */
  readonly gatewayUrl: string;
  /** Closes what is still connected and removes the database. */
  readonly drop: () => Promise<void>;
}

/** A database of its own with every migration applied; copied in about 0.1 s. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { postgresUrl } = testServers();
  const name = `test_${randomBytes(8).toString('hex')}`;
  await runAsAdmin(postgresUrl, `create database ${name} template ${templateDatabase} owner ${ownerLogin}`);
  return {
    url: loginUrl(postgresUrl, 'application', name),
    ownerUrl: loginUrl(postgresUrl, 'owner', name),
    gatewayUrl: loginUrl(postgresUrl, 'gateway', name),
    drop: () => runAsAdmin(postgresUrl, `drop database ${name} with (force)`),
  };
}

/** The URL of a login of its own, with a password of its own, that may do what the scoring gateways may. */
export async function addGatewayLogin(database: Pick<TestDatabase, 'gatewayUrl'>, password: string): Promise<string> {
  const url = new URL(database.gatewayUrl);
  url.username = `gateway_${randomBytes(4).toString('hex')}`;
  url.password = password;
  await runAsAdmin(
    testServers().postgresUrl,
    `create role ${url.username} login password '${password}' in role ${gatewayLogin}`,
  );
  return url.href;
}

const logins = { owner: ownerLogin, application: applicationLogin, gateway: gatewayLogin } as const;

/** The URL of a test login; test passwords are the names of the logins' roles. */
export function loginUrl(adminUrl: string, login: keyof typeof logins, database: string): string {
  const url = new URL(adminUrl);
  url.username = logins[login];
  url.password = login;
  url.pathname = `/${database}`;
  return url.href;
}

async function runAsAdmin(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
