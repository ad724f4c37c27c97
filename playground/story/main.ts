import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { messageOf, PlaygroundFailure } from '../client/failure';
import { findFreePorts } from './free-ports';
import { type Laptop, startLaptop } from './laptop';
import { createLedger, type Ledger } from './ledger';
import { parseOptions, type StoryOptions, usage } from './options';
import { playStory, prepareHome } from './play-story';
import { requireTools } from './require-tools';
import { createTeller, type Teller } from './teller';
import { writeReport } from './write-report';

const now = (): number => performance.now();

interface Run {
  readonly options: StoryOptions;
  readonly home: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly teller: Teller;
  readonly ledger: Ledger;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** `npm run demo`: exit code 0 only when the story came to its end and everything in it held. */
async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2), process.cwd());
  if (options === undefined) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => stopping.abort(new PlaygroundFailure('The story was stopped.')));
  const environment = Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  await requireTools(environment['PATH'] ?? '', options.data);
  const teller = createTeller((text) => void process.stdout.write(text), now);
  const ledger = createLedger(now, (sentence) => teller.tell('!', `did not hold: ${sentence}`));
  const home = await mkdtemp(path.join(tmpdir(), 'steward-demo-'));
  return runOn({ options, home, environment, teller, ledger, signal: stopping.signal });
}

async function runOn(run: Run): Promise<number> {
  const { options, home, environment, teller, ledger, signal } = run;
  const begin = now();
  const startedAt = new Date().toISOString();
  teller.tell('The demo', `plays in ${home}; Ctrl-C stops everything`);
  await prepareHome(home);
  const portBase = await findFreePorts(Math.random);
  /** Whether somebody may want to look into the folder afterwards. */
  let useful = true;
  const laptop = startLaptop({ home, portBase, environment, say: (line) => teller.tell('Laptop', line) });
  try {
    const story = playStory({
      home,
      laptop,
      data: options.data,
      by: options.by,
      environment,
      teller,
      ledger,
      now,
      signal,
    });
    await Promise.race([story, rejectWhenAborted(signal)]);
    const seconds = Math.round(now() - begin) / 1000;
    const failures = ledger.failures();
    if (options.json !== undefined) await writeReport(options.json, { startedAt, seconds, home }, ledger);
    sayEnd(teller, failures, seconds, ledger);
    if (options.keep) await keepRunning(run, laptop);
    else useful = failures.length > 0;
    return failures.length === 0 ? 0 : 1;
  } catch (error) {
    if (signal.aborted) useful = false;
    const seconds = Math.round(now() - begin) / 1000;
    if (options.json !== undefined) await writeReport(options.json, { startedAt, seconds, home }, ledger);
    throw error;
  } finally {
    await laptop.stop();
    if (!useful) await rm(home, { recursive: true, force: true, maxRetries: 5 });
    else teller.tell('The demo', `its folder, with all logs, stays: ${home}`);
  }
}

function rejectWhenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason as Error);
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}

function sayEnd(teller: Teller, failures: readonly string[], seconds: number, ledger: Ledger): void {
  teller.act('The end');
  const checks = ledger.steps().reduce((sum, step) => sum + step.checks.length, 0);
  if (failures.length === 0) {
    teller.tell(
      'The demo',
      `Everything held: ${checks} checks in ${ledger.steps().length} steps, ${seconds.toFixed(1)} s.`,
    );
    return;
  }
  teller.tell('The demo', `${failures.length} of ${checks} checks did not hold:\n${failures.join('\n')}`);
}

/** Leaves everything as it is until Ctrl-C, or until the laptop ends by itself. */
async function keepRunning({ teller, home, signal }: Run, laptop: Laptop): Promise<void> {
  const setting = await laptop.settings();
  const addresses = [
    `connector   ${setting('STEWARD_CONNECTOR_URL')}`,
    `workflows   ${setting('STEWARD_TEMPORAL_UI_URL')}`,
    `HTTP API    ${setting('STEWARD_API_URL')}`,
    `local host  ${setting('STEWARD_LOCAL_HOST_URL')}`,
    `shell       STEWARD_HOME=${home} steward …`,
  ];
  teller.tell('The demo', `Everything goes on running; Ctrl-C stops it.\n${addresses.join('\n')}`);
  const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  await Promise.race([stopped, laptop.ended]);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`\n${messageOf(error)}\n`);
    process.exit(1);
  },
);
