import { flag, httpUrl, port, text } from './setting-kinds';
import { optional, required, type Setting } from './setting-row';

/** Of the chat edge: its listener, and who the bot is to Teams. */
export const chatSettings = {
  STEWARD_BOT_HOST: {
    ...optional('address that /api/messages listens on; all, or loopback without Teams', '0.0.0.0'),
    schema: text,
  },
  STEWARD_BOT_PORT: { ...required('port of /api/messages', '7711'), schema: port },
  STEWARD_BOT_APP_ID: {
    ...optional('app id of the bot; the bot does not start without one', '2f6a1c0e-5d3b-4a77-9a51-0c7f8e4b9d12'),
    schema: text,
  },
  STEWARD_BOT_TENANT_ID: {
    ...optional('directory tenant of the bot', '8d0c2b7e-41f6-4e39-b2a8-6f5d3c1e9a04'),
    schema: text,
  },
  STEWARD_BOT_TENANTS: {
    ...optional("tenants whose people are heard, if not only the bot's own", 'id, id'),
    schema: text,
  },
  STEWARD_BOT_PASSWORD: { ...optional('client secret of the bot', '…'), schema: text, secret: true },
  STEWARD_BOT_CERTIFICATE_THUMBPRINT: { ...optional("thumbprint of the bot's certificate", 'A1B2…'), schema: text },
  STEWARD_BOT_CERTIFICATE_KEY: { ...optional('its private key in PEM', '…'), schema: text, secret: true },
  STEWARD_BOT_MANAGED_IDENTITY: { ...optional("whether the platform gives the bot's tokens", 'true'), schema: flag },
  STEWARD_BOT_TEAMS_HOSTS: {
    ...optional("hosts of Teams' connector in clouds of their own", 'smba.example.net'),
    schema: text,
  },
  STEWARD_CONNECTOR_URL: {
    ...optional('connector on loopback in place of Teams', 'http://127.0.0.1:7710'),
    schema: httpUrl,
  },
  STEWARD_BOT_INSECURE_LOCAL: {
    ...optional(
      'true turns all checks of the chat edge off: on loopback, without credentials, for an emulator',
      'true',
    ),
    schema: flag,
  },
} as const satisfies Readonly<Record<string, Setting>>;
