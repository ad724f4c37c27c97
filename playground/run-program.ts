import { spawn } from 'node:child_process';
import path from 'node:path';

/** Where this tree lies, and whether it is the compiled one. */
const root = path.resolve(__dirname, '..');
const compiled = __filename.endsWith('.js');

/** Arguments of Node that run a program of this tree, named by its entry file without extension: `trainer/main`. */
export function nodeArguments(entry: string): readonly string[] {
  const file = path.join(root, entry);
  return compiled ? [`${file}.js`] : ['--import', require.resolve('tsx'), `${file}.ts`];
}

interface Program {
  readonly file: string;
  readonly arguments: readonly string[];
  /** All that it is told of the environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Ends the program when it is aborted. */
  readonly signal?: AbortSignal;
}

interface Ended {
  /** 128 when a signal ended it. */
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

const mostCharacters = 2 ** 20;

/** Runs a program to its end; of what it says, the last million characters are kept. Rejects when it cannot be started. */
export async function runProgram(program: Program): Promise<Ended> {
  const child = spawn(program.file, program.arguments, {
    env: program.environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(program.signal && { signal: program.signal }),
  });
  const said = { output: '', errors: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.output = (said.output + text).slice(-mostCharacters);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.errors = (said.errors + text).slice(-mostCharacters);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 128, ...said }));
  });
}
