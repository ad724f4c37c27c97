import { setTimeout as wait } from 'node:timers/promises';
import path from 'node:path';
import { createConnectorClient } from '../client/connector-client';
import { PlaygroundFailure } from '../client/failure';
import { readHomeSettings } from '../client/home-settings';
import { createChat } from './create-chat';
import { explainFailure } from './explain-failure';
import { runLines } from './run-lines';
import { runTerminal } from './run-terminal';
import { createScreen } from './screen';

/** Milliseconds that an answer may take; on a busy machine a release takes its time. */
const patienceMs = 120_000;

/** Milliseconds in which replies to a card follow it. */
const calmMs = 400;

/** `npm run chat`: exit code 1 when a line could not be done, or Steward is not up. */
async function main(home: string): Promise<number> {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => stopping.abort(new PlaygroundFailure('The chat was stopped.')));
  const interactive = process.stdin.isTTY && process.stdout.isTTY;
  const { stdin: input, stdout: output } = process;
  // Who reads along may go away before we end: `npm run chat | head`.
  output.on('error', () => process.exit(0));
  const screen = createScreen(output);
  const setting = await readHomeSettings(path.resolve(home));
  const { signal } = stopping;
  const connector = createConnectorClient(setting('STEWARD_CONNECTOR_URL'), signal);
  const chat = await createChat({
    connector,
    write: screen.write,
    now: () => new Date(),
    signal,
    interactive,
    patienceMs,
  });
  const explain = (error: unknown): string => explainFailure(error, home);
  const run = interactive
    ? runTerminal({ chat, input, output, screen, explain, signal })
    : runLines({ chat, input, pause: () => wait(calmMs), signal }).then(() => 0);
  const code = await Promise.race([run, chat.broken.then((error) => Promise.reject(error))]);
  await chat.close();
  return code;
}

const home = process.env['STEWARD_HOME'] || '.steward';
main(home).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${explainFailure(error, home)}\n`);
    process.exit(1);
  },
);
