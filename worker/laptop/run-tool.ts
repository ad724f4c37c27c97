import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { lastLine } from './log-tail';

const run = promisify(execFile);

export interface ToolOptions {
  readonly env: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly timeout: number;
}

/** Runs a program of the system to its end and returns what it printed; the error's message is its own last line. */
export async function runTool(program: string, args: readonly string[], options: ToolOptions): Promise<string> {
  try {
    const { stdout } = await run(program, [...args], { ...options, maxBuffer: 1 << 20 });
    return stdout;
  } catch (error) {
    throw new Error(explain(program, error), { cause: error });
  }
}

function explain(program: string, error: unknown): string {
  const { code, killed, stderr } = error as { code?: unknown; killed?: unknown; stderr?: unknown };
  if (code === 'ENOENT') return `${program} is not installed`;
  if (killed === true) return `${program} took too long`;
  const words = typeof stderr === 'string' ? lastLine(stderr) : '';
  return words === '' ? `${program} failed` : words;
}
