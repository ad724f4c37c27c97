import path from 'node:path';
import type { Settings } from '../../formats/settings/settings-file';
import { processSettings } from '../../formats/settings/settings-table';
import type { LaptopSettings } from './laptop-settings';

export type PartName = 'connector' | 'localHost' | 'worker' | 'builder' | 'bot' | 'page';

export interface Part {
  readonly name: PartName;
  /** In sentences, and the name of its log. */
  readonly title: string;
  /** Its entry file below the root of the code, without extension. */
  readonly entry: string;
  /** What it is told, by the names that its entry file reads: no more than it needs. */
  readonly env: (settings: LaptopSettings) => Settings;
  /** Where it says whether it can work; without one it prints a line `{"ready":true}`. */
  readonly readyUrl?: (settings: LaptopSettings) => string;
  /** True for what plays Teams: not started where another channel takes its place. */
  readonly playsTeams?: true;
  /** True for the one that may ask the starter to break things; over a channel between the two. */
  readonly control?: true;
  /** Milliseconds it may take to end in order. */
  readonly stopLimit: number;
  /** Rooms whose change makes a new start worth it, in development. */
  readonly rooms: readonly string[];
}

const wordRooms = ['domain', 'formats'];
const workRooms = [...wordRooms, 'cards', 'database', 'workflows', 'activities', 'worker'];

/** Every process of ours on a laptop, in the order in which they are started; stopped the other way round. */
export const parts: readonly Part[] = [
  {
    name: 'connector',
    title: 'connector',
    entry: 'playground/connector/main',
    env: (settings) => ({
      CONNECTOR_PORT: settings.STEWARD_CONNECTOR_PORT,
      CONNECTOR_APP_PASSWORD: settings.STEWARD_BOT_PASSWORD,
      CONNECTOR_BOT_URL: settings.STEWARD_BOT_URL,
      CONNECTOR_STATE_FILE: path.join(settings.STEWARD_HOME, 'connector.json'),
    }),
    playsTeams: true,
    stopLimit: 5_000,
    rooms: ['playground'],
  },
  {
    name: 'localHost',
    title: 'local host',
    entry: 'serving/local-host/main',
    env: (settings) => pick(settings, processSettings['local-host']),
    // Requests on their way, then the gateways ship what they hold, then the model servers end.
    stopLimit: 20_000,
    rooms: [...wordRooms, 'serving'],
  },
  {
    name: 'worker',
    title: 'worker',
    entry: 'worker/worker/main',
    env: (settings) => ({
      ...pickChat(settings, processSettings.worker),
      STEWARD_HEALTH_PORT: settings.STEWARD_WORKER_HEALTH_PORT,
    }),
    readyUrl: (settings) => `http://127.0.0.1:${settings.STEWARD_WORKER_HEALTH_PORT}/readyz`,
    stopLimit: 20_000,
    rooms: [...workRooms, 'bot'],
  },
  {
    name: 'builder',
    title: 'builder',
    entry: 'worker/builder/main',
    env: (settings) => ({
      ...pick(settings, processSettings.builder),
      STEWARD_HEALTH_PORT: settings.STEWARD_BUILDER_HEALTH_PORT,
    }),
    readyUrl: (settings) => `http://127.0.0.1:${settings.STEWARD_BUILDER_HEALTH_PORT}/readyz`,
    stopLimit: 20_000,
    rooms: [...workRooms, 'trainer'],
  },
  {
    name: 'bot',
    title: 'bot',
    entry: 'worker/bot/main',
    env: (settings) => pickChat(settings, processSettings.bot),
    readyUrl: (settings) => `${settings.STEWARD_API_URL}/readyz`,
    stopLimit: 10_000,
    rooms: [...workRooms, 'bot', 'api'],
  },
  {
    name: 'page',
    title: 'page',
    entry: 'playground/page/main',
    env: (settings) => ({
      PAGE_PORT: settings.STEWARD_PAGE_PORT,
      ...pick(settings, [
        'STEWARD_HOME',
        'STEWARD_CONNECTOR_URL',
        'STEWARD_API_URL',
        'STEWARD_LOCAL_HOST_URL',
        'STEWARD_TEMPORAL_UI_URL',
      ]),
    }),
    control: true,
    playsTeams: true,
    stopLimit: 5_000,
    rooms: ['playground'],
  },
];

/** Those of the named settings that a laptop has; the others have a standard or belong to other places. */
function pick(settings: Settings, names: readonly string[]): Settings {
  return Object.fromEntries(
    names.flatMap((name) => (settings[name] === undefined ? [] : [[name, settings[name]] as const])),
  );
}

const standIn: readonly string[] = [
  'STEWARD_BOT_APP_ID',
  'STEWARD_BOT_TENANT_ID',
  'STEWARD_BOT_PASSWORD',
  'STEWARD_CONNECTOR_URL',
];

/** The same for those that chat: the bot refuses to start without checks beside an identity, so it is told of none. */
function pickChat(settings: LaptopSettings, names: readonly string[]): Settings {
  if (settings.STEWARD_BOT_INSECURE_LOCAL === undefined) return pick(settings, names);
  return pick(
    settings,
    names.filter((name) => !standIn.includes(name)),
  );
}
