import { StewardError } from '../../domain/errors';

/** Who the bot is to the channel. */
export type ChatIdentity =
  | { readonly kind: 'secret'; readonly appId: string; readonly tenantId: string; readonly secret: string }
  | {
      readonly kind: 'certificate';
      readonly appId: string;
      readonly tenantId: string;
      /** SHA-1 thumbprint as the directory shows it, and the private key in PEM. */
      readonly thumbprint: string;
      readonly privateKey: string;
    }
  /** A user-assigned managed identity; the platform gives the tokens. */
  | { readonly kind: 'managed'; readonly appId: string; readonly tenantId: string }
  /** A connector on loopback with keys and tokens of its own, in place of Teams; all checks stay on. */
  | {
      readonly kind: 'stand-in';
      readonly appId: string;
      readonly tenantId: string;
      readonly secret: string;
      /** `http://127.0.0.1:<port>`. */
      readonly origin: string;
    }
  /** No authentication at all, for a local emulator. */
  | { readonly kind: 'none' };

/** What sending needs. */
export interface ChatAccess {
  readonly identity: ChatIdentity;
  /** Hosts of Teams' connector beyond the known ones, lower case; for clouds of their own. */
  readonly extraHosts: readonly string[];
}

/** What listening needs beyond that. */
export interface ChatSettings extends ChatAccess {
  readonly host: string;
  readonly port: number;
  /** Directory tenants whose people are heard. */
  readonly tenants: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

const loopbackNames = ['127.0.0.1', 'localhost', '::1', '[::1]'];

export function isLoopback(host: string): boolean {
  return loopbackNames.includes(host.toLowerCase());
}

function wrong(why: string, cure: string): never {
  throw new StewardError('chat_settings', { why, cure });
}

function list(text: string | undefined): readonly string[] {
  return (text ?? '').split(/[\s,]+/).flatMap((part) => (part === '' ? [] : [part.toLowerCase()]));
}

function readStandIn(
  origin: string,
  app: { appId: string; tenantId: string },
  secret: string | undefined,
): ChatIdentity {
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  if (url?.protocol !== 'http:' || !isLoopback(url.hostname))
    wrong('STEWARD_CONNECTOR_URL is not on this machine', 'Unset it to use Teams, or give http://127.0.0.1:<port>.');
  if (!secret)
    wrong('the connector needs STEWARD_BOT_PASSWORD', 'Set it to the password that the connector was given.');
  return { kind: 'stand-in', ...app, secret, origin: url.origin };
}

function readIdentity(env: Environment): ChatIdentity {
  const { STEWARD_BOT_APP_ID: appId, STEWARD_BOT_TENANT_ID: tenantId, STEWARD_BOT_PASSWORD: secret } = env;
  const { STEWARD_BOT_CERTIFICATE_THUMBPRINT: thumbprint, STEWARD_BOT_CERTIFICATE_KEY: privateKey } = env;
  const managed = env['STEWARD_BOT_MANAGED_IDENTITY'] === 'true';
  const credentials = [secret, thumbprint ?? privateKey, managed || undefined].filter((one) => one !== undefined);
  if (env['STEWARD_BOT_INSECURE_LOCAL'] === 'true') {
    if (appId !== undefined || credentials.length > 0)
      wrong(
        'STEWARD_BOT_INSECURE_LOCAL turns all checks off, and there are credentials',
        'Unset it to use them, or unset the app id and the credentials to try things with an emulator.',
      );
    return { kind: 'none' };
  }
  if (!appId) wrong('there is no app id', 'Set STEWARD_BOT_APP_ID; without one nobody could be told from anybody.');
  if (!tenantId) wrong('there is no tenant of the bot', 'Set STEWARD_BOT_TENANT_ID to its directory tenant.');
  const app = { appId, tenantId };
  const origin = env['STEWARD_CONNECTOR_URL'];
  if (origin !== undefined) return readStandIn(origin, app, secret);
  if (credentials.length !== 1)
    wrong(
      credentials.length === 0 ? 'the bot has no credentials' : 'the bot has credentials of more than one kind',
      'Set exactly one of STEWARD_BOT_PASSWORD, STEWARD_BOT_CERTIFICATE_THUMBPRINT with STEWARD_BOT_CERTIFICATE_KEY, and STEWARD_BOT_MANAGED_IDENTITY=true.',
    );
  if (secret) return { kind: 'secret', ...app, secret };
  if (managed) return { kind: 'managed', ...app };
  if (!thumbprint || !privateKey)
    wrong('half of the certificate is missing', 'Set both its thumbprint and its private key.');
  return { kind: 'certificate', ...app, thumbprint, privateKey };
}

/**
 * The bot's identity from settings named `STEWARD_BOT_…`. Throws `chat_settings` for a combination that would listen
 * to anybody or could not send.
 */
export function readChatAccess(env: Environment): ChatAccess {
  return { identity: readIdentity(env), extraHosts: list(env['STEWARD_BOT_TEAMS_HOSTS']) };
}

/**
 * The same with the listener of `/api/messages`. Without authentication, or with a stand-in's keys, it listens on
 * loopback only; the tenants heard are the bot's own unless `STEWARD_BOT_TENANTS` lists others.
 */
export function readChatSettings(env: Environment): ChatSettings {
  const access = readChatAccess(env);
  const { identity } = access;
  const local = identity.kind === 'none' || identity.kind === 'stand-in';
  const host = env['STEWARD_BOT_HOST'] ?? (local ? '127.0.0.1' : '0.0.0.0');
  if (local && !isLoopback(host))
    wrong(`the bot would listen on ${host} without Teams' checks`, 'Unset STEWARD_BOT_HOST, or set up Teams.');
  const port = Number(env['STEWARD_BOT_PORT'] ?? '');
  if (!Number.isInteger(port) || port < 0 || port > 65_535 || !env['STEWARD_BOT_PORT'])
    wrong('there is no port to listen on', 'Set STEWARD_BOT_PORT to a number up to 65535.');
  const tenants = list(env['STEWARD_BOT_TENANTS']);
  const own = identity.kind === 'none' ? [] : [identity.tenantId.toLowerCase()];
  return { ...access, host, port, tenants: tenants.length > 0 ? tenants : own };
}
