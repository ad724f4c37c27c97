import { randomUUID } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createNotifyActivities } from '../../activities/notify';
import { createApi } from '../../api/create-api';
import { commands } from '../../bot/commands';
import { dispatch } from '../../bot/dispatch';
import { commandHint } from '../../bot/grammar/command-hint';
import { createChatEdge } from '../../bot/teams/chat-edge';
import { createChatGateway } from '../../bot/teams/chat-gateway';
import { readChatSettings } from '../../bot/teams/chat-settings';
import { connectDatabase } from '../../database/database';
import { packageLimits } from '../../formats/zip/limits';
import { temporalSettings } from '../../formats/settings/temporal-settings';
import { createImportAnnouncer } from '../../workflows/client/announce-import';
import { createRetrainingDesk } from '../../bot/commands/create-retraining-desk';
import { connectClient } from '../../workflows/client/connect-client';
import { createMonitorEngine } from '../../workflows/client/create-monitor-engine';
import { createRetrainingEngine } from '../../workflows/client/create-retraining-engine';
import { createReleaseEngine } from '../../workflows/client/create-engine';
import { createRegistrationEngine } from '../../workflows/client/create-registration-engine';
import { createReadiness } from '../health/health-server';
import { databaseCheck, temporalCheck } from '../wiring/checks';
import { closeServer, listen } from '../wiring/listen';
import { readProcess } from '../wiring/read-process';
import { runProcess, type RunningProcess } from '../wiring/run-process';

/** Channels give up after ten seconds; people sooner. */
const patienceMs = 8_000;
const stopWithinMs = 8_000;
const listedFiles = 50;

/** The `bot` process: the chat edge on one listener, the HTTP API with health on another. Stateless: any number may run. */
async function start(): Promise<RunningProcess> {
  const { settings, environment, logger, redactor } = readProcess('bot', process.env);
  const chatSettings = readChatSettings(environment);
  const database = connectDatabase({ url: settings.STEWARD_DATABASE_URL, max: 12, name: 'steward bot' });
  const temporal = temporalSettings(settings);
  const { client, connection } = connectClient(temporal);
  const pause = (ms: number): Promise<void> => wait(ms);
  const now = (): string => new Date().toISOString();
  const registrations = createRegistrationEngine(client);
  const gateway = createChatGateway({ access: chatSettings, now: () => new Date(), sleep: pause, random: Math.random });
  const retrainings = createRetrainingDesk({ database, engine: createRetrainingEngine({ client, pause }), logger });
  const deps = {
    database,
    releases: createReleaseEngine({ client, pause }),
    registrations,
    monitors: createMonitorEngine(client),
    retrainings,
    showAlert: createNotifyActivities({ database, chat: gateway, now }).showAlert,
    listInbox: () => listInbox(settings.STEWARD_INBOX_DIR),
    now,
    logger,
  };
  const edge = createChatEdge({
    settings: chatSettings,
    gateway,
    handle: (event) => dispatch(deps, event),
    logger,
    patienceMs,
    now: () => new Date(),
  });
  const readiness = createReadiness({
    checks: { postgres: databaseCheck(database) },
    // Clicks are recorded without the engine, which takes them up when it is back: no reason to be sent none.
    told: { temporal: temporalCheck(connection, temporal.namespace) },
    redact: redactor.text,
  });
  const api = createApi({
    database,
    registrations,
    imports: createImportAnnouncer(client),
    commands: commands.map(({ spec }) => commandHint(spec)),
    uploads: settings.STEWARD_UPLOADS_DIR,
    uploadLimit: packageLimits.archiveBytes,
    readiness,
    now,
    newName: randomUUID,
    logger,
  });
  await edge.start();
  await listen(api, settings.STEWARD_API_PORT, settings.STEWARD_API_HOST);
  return {
    logger,
    stop: async () => {
      await Promise.all([edge.stop(stopWithinMs), closeServer(api)]);
      await Promise.all([database.close(), connection.close()]);
    },
  };
}

/** Package files and folders by bare name, newest first. */
async function listInbox(directory: string): Promise<string[]> {
  const names: string[] = await readdir(directory).catch(() => []);
  const dated = await Promise.all(
    names
      .filter((name) => !name.startsWith('.'))
      .map(async (name) => ({ name, at: await modifiedAt(path.join(directory, name)) })),
  );
  return dated
    .sort((left, right) => right.at - left.at || (left.name < right.name ? -1 : 1))
    .slice(0, listedFiles)
    .map(({ name }) => name);
}

/** Milliseconds since 1970; 0 for what is gone meanwhile. */
async function modifiedAt(file: string): Promise<number> {
  const found = await stat(file).catch(() => undefined);
  return found?.mtimeMs ?? 0;
}

void runProcess(start);
