import path from 'node:path';
import { errorText, isStewardError } from '../../domain/errors';
import { watchSources } from './dev-reload';
import { createSampleStart } from './lay-sample';
import { defaultPortBase, portBaseVariable, portBlock } from './laptop-ports';
import { createProgress } from './progress';
import { linesWhenUp } from './say-what-next';
import { refuseTeamsCredentials } from './refuse-teams';
import { type Laptop, startLaptop } from './start-laptop';

const startGivenUp = new Error('the start was given up');

/** `npm start`: brings everything up and stays until Ctrl-C; `--reload` restarts what changed, for development. */
async function main(): Promise<void> {
  const { say } = createProgress(
    (text) => void process.stdout.write(text),
    () => performance.now(),
  );
  // A terminal that went away must not keep us from stopping the others in order.
  process.stdout.on('error', () => undefined);
  refuseTeamsCredentials(process.env);
  const home = path.resolve(process.env['STEWARD_HOME'] ?? '.steward');
  const giveUp = new AbortController();
  const running: { laptop?: Laptop } = {};
  let askedAt: number | undefined;
  const onSignal = (): void => {
    const now = performance.now();
    // One Ctrl-C can arrive twice: from the terminal, and passed on by npm.
    if (askedAt !== undefined && now - askedAt < 1_000) return;
    if (askedAt === undefined) say('Stopping in order; once more ends everything at once.');
    else endAtOnce(running.laptop);
    askedAt = now;
    giveUp.abort(startGivenUp);
    void running.laptop?.stop().then(() => process.exit(0));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  say(`Steward starts in ${home}.`);
  const laptop = await startLaptop({
    home,
    ports: portBlock(readPortBase()),
    env: process.env,
    say,
    signal: giveUp.signal,
    firstStart: createSampleStart(process.env),
  });
  running.laptop = laptop;
  if (giveUp.signal.aborted) return laptop.stop();
  if (process.argv.includes('--reload')) watchSources(laptop, say);
  linesWhenUp(laptop.settings).forEach(say);
}

function endAtOnce(laptop: Laptop | undefined): never {
  laptop?.abandon();
  process.exit(130);
}

function readPortBase(): number {
  const text = process.env[portBaseVariable];
  if (text === undefined || text === '') return defaultPortBase;
  const base = Number(text);
  if (!Number.isInteger(base) || base < 1_024 || base > 65_000)
    throw new RangeError(`${portBaseVariable} must be a whole number from 1024 to 65000, not ${text}.`);
  return base;
}

main().catch((error: unknown) => {
  if (error === startGivenUp) process.exit(130);
  process.stderr.write(
    `\n${isStewardError(error) || error instanceof RangeError ? error.message : errorText(error)}\n`,
  );
  process.exit(1);
});
