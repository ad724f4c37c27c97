import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { nodeArguments } from '../run-program';
import { type HomeSettings, readHomeSettings } from '../client/home-settings';
import { PlaygroundFailure } from '../client/failure';

interface LaptopWish {
  /** Folder for all state. */
  readonly home: string;
  /** The first of a row of free ports. */
  readonly portBase: number;
  /** The environment of whoever started the story: PATH, proxies, certificates. */
  readonly environment: Readonly<Record<string, string>>;
  /** Hears of each line that the laptop says, without its own clock. */
  readonly say: (line: string) => void;
}

export interface Laptop {
  /** Resolves when everything answers; rejects with the laptop's own sentence when it ends before that. */
  readonly ready: Promise<void>;
  /** Addresses and settings by name, as the laptop wrote them down for the shell. */
  settings(): Promise<HomeSettings>;
  /** Resolves when the laptop ended, asked or not. */
  readonly ended: Promise<void>;
  /** Stops everything in order; resolves when it is over. */
  stop(): Promise<void>;
}

const readyLine = /^Steward is up\b/;
const clock = /^\[\s*\d+\.\d s\] /;

/** Starts PostgreSQL, Temporal and all of Steward, as `npm start` does, in a process group of its own. */
export function startLaptop({ home, portBase, environment, say }: LaptopWish): Laptop {
  const child = spawn(process.execPath, nodeArguments('worker/laptop/main'), {
    // Whatever the caller's terminal is set to, the people of the story speak through the stand-in.
    env: {
      ...environment,
      STEWARD_HOME: home,
      STEWARD_PORT_BASE: String(portBase),
      STEWARD_BOT_INSECURE_LOCAL: 'false',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    /** Ctrl-C in a terminal reaches a whole group at once; the laptop is to end when the story says so, in order. */
    detached: true,
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const ready = whenReady(child, say);
  ready.catch(() => undefined);
  return {
    ready,
    ended,
    settings: () => readHomeSettings(home),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await ended;
    },
  };
}

function whenReady(child: ChildProcess, say: (line: string) => void): Promise<void> {
  let lastError = '';
  const lines = (stream: NodeJS.ReadableStream | null, hear: (line: string) => void): void => {
    if (stream) createInterface({ input: stream }).on('line', (line) => line.trim() !== '' && hear(line));
  };
  return new Promise((resolve, reject) => {
    lines(child.stdout, (line) => {
      const words = line.replace(clock, '');
      say(words);
      if (readyLine.test(words)) resolve();
    });
    lines(child.stderr, (line) => {
      lastError = line;
    });
    child.once('error', (error) => reject(new PlaygroundFailure(`The laptop cannot be started: ${error.message}.`)));
    child.once('close', (code) => {
      reject(new PlaygroundFailure(lastError || `The laptop ended with ${code ?? 'a signal'} before it was up.`));
    });
  });
}
