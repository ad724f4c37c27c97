import { createChatEdge } from '../../../bot/teams/chat-edge';
import type { ChatAnswer, ChatEvent } from '../../../bot/teams/chat-event';
import { createChatGateway } from '../../../bot/teams/chat-gateway';
import { readChatSettings } from '../../../bot/teams/chat-settings';
import type { Logger } from '../../../domain/logger';
import type { ChatGateway } from '../../../domain/ports/chat';
import { sampleWorkplace } from '../../../playground/connector/sample-workplace';
import { appPassword, dana, type Driver, hmeq, standIn } from '../../playground/connector/stand-in';

export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export function recordingLogger(lines: LogLine[]): Logger {
  const at =
    (level: string) =>
    (message: string, fields = {}): void =>
      void lines.push({ level, message, fields });
  const logger: Logger = {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: () => logger,
  };
  return logger;
}

export interface Bot {
  readonly driver: Driver;
  readonly gateway: ChatGateway;
  readonly events: ChatEvent[];
  readonly lines: LogLine[];
  readonly url: string;
  /** Pauses that the gateway took instead of sleeping, in milliseconds. */
  readonly pauses: number[];
  stop(graceMs?: number): Promise<number>;
}

/** The real edge and gateway against the stand-in, with signed tokens both ways. */
export async function startBot(
  handle: (event: ChatEvent) => Promise<ChatAnswer | undefined>,
  patienceMs = 8_000,
): Promise<Bot> {
  let url = '';
  const { connector, driver } = await standIn({ botUrl: () => url });
  const settings = readChatSettings({
    STEWARD_BOT_PORT: '0',
    STEWARD_BOT_APP_ID: sampleWorkplace.bot.appId,
    STEWARD_BOT_TENANT_ID: sampleWorkplace.tenantId,
    STEWARD_BOT_PASSWORD: appPassword,
    STEWARD_CONNECTOR_URL: connector.origin,
  });
  const now = (): Date => new Date();
  const pauses: number[] = [];
  const sleep = (ms: number): Promise<void> => {
    pauses.push(ms);
    return Promise.resolve();
  };
  const gateway = createChatGateway({ access: settings, now, sleep, random: () => 0 });
  const [events, lines] = [[] as ChatEvent[], [] as LogLine[]];
  const edge = createChatEdge({
    settings,
    now,
    gateway,
    logger: recordingLogger(lines),
    patienceMs,
    handle: (event) => {
      events.push(event);
      return handle(event);
    },
  });
  url = `http://127.0.0.1:${await edge.start()}/api/messages`;
  return {
    driver,
    gateway,
    events,
    lines,
    url,
    pauses,
    async stop(graceMs = 2_000) {
      const left = await edge.stop(graceMs);
      await connector.stop();
      return left;
    },
  };
}

interface Deliveries {
  readonly id: string;
  readonly thread: string;
  readonly deliveries: readonly { readonly status: number; readonly body: string; readonly activityId: string }[];
}

export function say(bot: Bot, text: string, more: object = {}): Promise<Deliveries> {
  return bot.driver.call('POST', `/conversations/${encodeURIComponent(hmeq)}/messages`, { as: dana, text, ...more });
}

export function click(
  bot: Bot,
  message: string,
  button: string,
  more: object = {},
): Promise<Deliveries & { readonly answers: readonly { statusCode: number; type: string; value: unknown }[] }> {
  return bot.driver.call('POST', '/clicks', { as: dana, message, button, ...more });
}
