import { exportJWK, generateKeyPair } from 'jose';
import { startConnector, type Connector, type ConnectorSettings } from '../../../playground/connector/create-connector';
import { sampleWorkplace } from '../../../playground/connector/sample-workplace';

export const appPassword = 'a password for tests';
export const [general, hmeq] = ['19:team-credit-models@thread.tacv2', '19:hmeq@thread.tacv2'];
export const [dana, lena, theo, ivo, , sam] = sampleWorkplace.people.map(({ objectId }) => objectId) as [
  ...[string, string, string, string, string, string],
];

/** Making RSA keys takes longer than most tests; one pair a file will do. */
const key = generateKeyPair('RS256', { extractable: true }).then(({ privateKey }) => exportJWK(privateKey));
/** Milliseconds for a hook that starts a stand-in: the keys take seconds where everything else runs beside. */
export const startPatienceMs = 30_000;

/** What people do, by the playground's API. */
export interface Driver {
  readonly origin: string;
  /** The answer's body; throws with it for anything but 200. */
  call<T = unknown>(method: string, path: string, body?: unknown): Promise<T>;
  status(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
}

export interface Shown {
  readonly id: string;
  readonly thread: string;
  readonly author: { readonly kind: string; readonly name: string };
  readonly text?: string;
  readonly summary?: string;
  readonly card?: { readonly body?: readonly { readonly text?: string }[] };
  readonly edits: number;
  readonly earlierCards: readonly unknown[];
  readonly views: Readonly<Record<string, unknown>>;
  readonly notices: readonly { readonly to: string; readonly text: string }[];
}

export function createDriver(origin: string): Driver {
  async function status(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${origin}/playground${path}`, {
      method,
      ...(body !== undefined && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  }
  return {
    origin,
    status,
    async call<T>(method: string, path: string, body?: unknown) {
      const answer = await status(method, path, body);
      if (answer.status !== 200) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
      return answer.body as T;
    },
  };
}

export async function messagesOf(driver: Driver, conversation: string): Promise<readonly Shown[]> {
  const path = `/conversations/${encodeURIComponent(conversation)}/messages`;
  return (await driver.call<{ messages: Shown[] }>('GET', path)).messages;
}

export async function violationsOf(driver: Driver): Promise<readonly string[]> {
  const { violations } = await driver.call<{ violations: { what: string }[] }>('GET', '/violations');
  return violations.map(({ what }) => what);
}

/** A stand-in on a free port; `botUrl` may become known later. */
export async function standIn(
  more: Partial<ConnectorSettings> & Pick<ConnectorSettings, 'botUrl'>,
): Promise<{ readonly connector: Connector; readonly driver: Driver }> {
  const connector = await startConnector({
    workplace: sampleWorkplace,
    appPassword,
    port: 0,
    throttle: false,
    key: await key,
    now: () => new Date(),
    log: () => undefined,
    ...more,
  });
  return { connector, driver: createDriver(connector.origin) };
}

/** A token as the bot gets it. */
export async function botToken(origin: string): Promise<string> {
  const response = await fetch(`${origin}/login/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: sampleWorkplace.bot.appId,
      client_secret: appPassword,
      scope: 'https://api.botframework.com/.default',
    }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
}

export function cardActivity(text: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  const content = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text, wrap: true }], ...more };
  return {
    type: 'message',
    summary: text,
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
  };
}
