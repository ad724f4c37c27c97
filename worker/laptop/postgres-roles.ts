import { Client } from 'pg';

/** Logins of a laptop's cluster. Rights hang on the group roles that the migrations know; logins are their members. */
export const ownerLogin = 'steward_owner';
export const applicationLogin = 'steward_service';
export const gatewayLogin = 'steward_recorder';
const applicationRole = 'steward_application';
const gatewayRole = 'steward_gateway';

export interface RolePasswords {
  readonly owner: string;
  readonly application: string;
  readonly gateway: string;
}

/**
 * Makes the logins with these passwords, or gives existing ones these passwords; the owner may create the group roles
 * that later migrations bring. Runs as the cluster's superuser.
 */
export async function ensureRoles(adminUrl: string, passwords: RolePasswords): Promise<void> {
  await withClient(adminUrl, async (client) => {
    await ensureRole(client, applicationRole, 'nologin');
    await ensureRole(client, gatewayRole, 'nologin');
    await ensureRole(client, ownerLogin, `login createrole password ${client.escapeLiteral(passwords.owner)}`);
    await ensureRole(client, applicationLogin, `login password ${client.escapeLiteral(passwords.application)}`);
    await ensureRole(client, gatewayLogin, `login password ${client.escapeLiteral(passwords.gateway)}`);
    await client.query(`grant ${applicationRole} to ${applicationLogin}`);
    await client.query(`grant ${gatewayRole} to ${gatewayLogin}`);
  });
}

/** Makes the database once, owned by the owner login; nobody but the logins may connect to it. */
export async function ensureDatabase(adminUrl: string, name: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    const database = client.escapeIdentifier(name);
    const known = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (known.rowCount === 0) await client.query(`create database ${database} owner ${ownerLogin}`);
    await client.query(`revoke all on database ${database} from public`);
    await client.query(`grant connect, temporary on database ${database} to ${applicationRole}`);
    await client.query(`grant connect on database ${database} to ${gatewayRole}`);
  });
}

async function ensureRole(client: Client, role: string, attributes: string): Promise<void> {
  const known = await client.query('select 1 from pg_roles where rolname = $1', [role]);
  await client.query(`${known.rowCount === 0 ? 'create' : 'alter'} role ${role} ${attributes}`);
}

async function withClient(url: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
