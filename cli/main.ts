import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { connectDatabase, type Database } from '../database/database';
import { errorText, isStewardError, StewardError } from '../domain/errors';
import { listSecrets } from '../formats/settings/list-secrets';
import { parseSettings } from '../formats/settings/parse-settings';
import { resolveSecretFiles } from '../formats/settings/resolve-secret-files';
import { parseSettingsFile } from '../formats/settings/settings-file';
import { temporalSettings } from '../formats/settings/temporal-settings';
import { createImportAnnouncer } from '../workflows/client/announce-import';
import { connectClient } from '../workflows/client/connect-client';
import { createRegistrationEngine } from '../workflows/client/create-registration-engine';
import type { CliContext } from './context';
import { createProgram } from './program';

/** The environment, completed by what `npm start` noted in the state folder. */
function readEnvironment(): Record<string, string | undefined> {
  const file = path.join(process.env['STEWARD_HOME'] ?? '.steward', 'settings.env');
  const noted = existsSync(file) ? parseSettingsFile(readFileSync(file, 'utf8')) : {};
  return { ...noted, ...process.env };
}

function lazily<T>(make: () => T): { get: () => T; made: () => T | undefined } {
  let value: T | undefined;
  return { get: () => (value ??= make()), made: () => value };
}

function runProgram(entry: string, env: Readonly<Record<string, string>>, onLine: (line: string) => void) {
  const extension = path.extname(__filename);
  const args = [...process.execArgv, path.join(__dirname, '..', `${entry}${extension}`)];
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  createInterface({ input: child.stdout }).on('line', onLine);
  return new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/** Containers run under numbers for which the system has no name. */
function readUserName(): string {
  try {
    return userInfo().username;
  } catch {
    return `user-${process.getuid?.() ?? 'unknown'}`;
  }
}

/** What servers say may quote an address. Words under six characters stay, as they stand in other words too. */
function withoutSecrets(line: string, secrets: readonly string[]): string {
  return secrets.filter(({ length }) => length >= 6).reduce((rest, one) => rest.replaceAll(one, '[redacted]'), line);
}

/** The first Ctrl-C lets a verb end in order, the next one ends the process. */
function interruptOnce(): AbortSignal {
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  return interrupted.signal;
}

/** What the verbs work with; `close` ends what they have connected to. */
function createContext(): { readonly context: CliContext; readonly close: () => Promise<void> } {
  const environment = resolveSecretFiles(readEnvironment(), (file) => readFileSync(file, 'utf8'));
  const settings = lazily(() => parseSettings('cli', environment));
  const database = lazily<Database>(() => connectDatabase({ url: settings.get().STEWARD_DATABASE_URL, max: 2 }));
  const temporal = lazily(() => connectClient(temporalSettings(settings.get())));
  const context: CliContext = {
    database: database.get,
    ownerUrl: () => parseSettings('migrate', environment).STEWARD_DATABASE_OWNER_URL,
    // What it takes is loaded for this verb alone: clients of chat and cluster are heavy.
    check: async () =>
      (await import('../worker/check/run-checks.js')).runChecks({
        environment,
        now: () => new Date(),
        newName: randomUUID,
      }),
    stock: async (projects) =>
      (await import('../worker/stock/list-stock.js')).listStock(environment, { projects, now: Date.now() }),
    registrations: () => createRegistrationEngine(temporal.get().client),
    imports: () => createImportAnnouncer(temporal.get().client),
    uploads: () => settings.get().STEWARD_UPLOADS_DIR,
    localUser: readUserName(),
    localPerson: () => settings.get().STEWARD_LOCAL_PERSON,
    now: () => new Date().toISOString(),
    newSecret: () => randomBytes(24).toString('base64url'),
    newName: randomUUID,
    print: (line) => process.stdout.write(`${line}\n`),
    warn: (line) => process.stderr.write(`${withoutSecrets(line, listSecrets(environment))}\n`),
    progress: process.stderr.isTTY ? (line) => process.stderr.write(`\r${line}\u001b[K`) : undefined,
    interruption: lazily(interruptOnce).get,
    client: {
      fetch,
      wait: (ms, signal) => wait(ms, undefined, { signal }),
      elapsed: () => performance.now(),
      random: Math.random,
    },
    runProgram,
  };
  const close = async (): Promise<void> => {
    await database.made()?.close();
    await temporal.made()?.connection.close();
  };
  return { context, close };
}

/** Runs one verb; whatever ends it is one sentence with the cure, never a stack. */
async function main(): Promise<void> {
  try {
    const { context, close } = createContext();
    await createProgram(context).parseAsync().finally(close);
  } catch (error) {
    const known = isStewardError(error) ? error : new StewardError('verb_failed', { why: errorText(error) });
    process.stderr.write(`${known.message}\n`);
    process.exitCode = 1;
  }
}

// Whoever reads along may have read enough (`… | head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
void main();
