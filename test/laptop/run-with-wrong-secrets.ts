import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { findFreePort } from '../../worker/laptop/ports';
import { compiledCode, type DrivenLaptop, until } from '../support/laptop-driver';
import type { Trace } from './find-secrets';

/**
 * Programs that were given the wrong secrets, in the place of the laptop's own: a local host that expects another token,
 * a bot and a shell command whose database refuses their password, a builder whose secrets are not even well formed. What they say
 * goes to `answers`; `work` runs while the local host is there.
 */
export async function runWithWrongSecrets(
  driven: DrivenLaptop,
  wrong: string,
  answers: Trace[],
  work: () => Promise<void>,
): Promise<void> {
  const { settings } = driven.laptop;
  const host = runProgram(driven, 'serving/local-host/main', answers, { STEWARD_LOCAL_HOST_TOKEN: wrong });
  await until('another local host', () => isAnswered(`${settings.STEWARD_LOCAL_HOST_URL}/`));
  await work();
  await end(host);
  const url = new URL(settings.STEWARD_DATABASE_URL);
  url.password = wrong;
  const ports = { STEWARD_BOT_PORT: String(await findFreePort()), STEWARD_API_PORT: String(await findFreePort()) };
  const bot = runProgram(driven, 'worker/bot/main', answers, { ...ports, STEWARD_DATABASE_URL: url.href });
  const ready = `http://127.0.0.1:${ports.STEWARD_API_PORT}/readyz`;
  await until('another bot', () => isAnswered(ready));
  answers.push({ place: 'readiness', text: await (await fetch(ready)).text() });
  await end(bot);
  const invalid = { STEWARD_DATABASE_URL: `no address: ${wrong}`, TEMPORAL_API_KEY: `no key\n${wrong}` };
  await once(runProgram(driven, 'worker/builder/main', answers, invalid), 'close');
  await once(runProgram(driven, 'cli/main', answers, { STEWARD_DATABASE_URL: url.href }, ['token', 'list']), 'close');
}

function runProgram(
  { home, laptop }: DrivenLaptop,
  entry: string,
  answers: Trace[],
  change: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): ChildProcess {
  const health = { STEWARD_HEALTH_PORT: laptop.settings.STEWARD_BUILDER_HEALTH_PORT };
  const child = spawn(process.execPath, [path.join(compiledCode().folder, `${entry}.js`), ...args], {
    cwd: home,
    env: { PATH: process.env['PATH'], ...laptop.settings, ...health, ...change },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => answers.push({ place: `${entry} says`, text }));
  return child;
}

async function isAnswered(url: string): Promise<true | undefined> {
  return fetch(url).then(
    () => true,
    () => undefined,
  );
}

async function end(child: ChildProcess): Promise<void> {
  const closed = once(child, 'close');
  child.kill('SIGKILL');
  await closed;
}
