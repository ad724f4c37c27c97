import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { errorCode } from './error-code';
import { lastLine } from './log-tail';

const run = promisify(execFile);

export interface ToolOptions {
  readonly env: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly timeout: number;
  readonly cwd?: string;
  readonly uid?: number;
  readonly gid?: number;
}

/** Runs a program of the system to its end and returns what it printed; the error's message is its own last complaint. */
export async function runTool(program: string, args: readonly string[], options: ToolOptions): Promise<string> {
  try {
    const { stdout } = await run(program, [...args], { ...options, maxBuffer: 1 << 20 });
    return stdout;
  } catch (error) {
    throw new Error(explain(program, error), { cause: error });
  }
}

function explain(program: string, error: unknown): string {
  if (errorCode(error) === 'ENOENT') return `${program} is not installed`;
  if (errorCode(error) === 'EACCES') return `${program} may not be run by this user`;
  const { killed, stderr } = error as { readonly killed?: unknown; readonly stderr?: unknown };
  if (killed === true) return `${program} took too long`;
  const said = typeof stderr === 'string' ? stderr : '';
  const complaint = said.split('\n').findLast((line) => /\berror\b|\bfatal\b|could not|no space left/i.test(line));
  return (complaint?.trim().slice(0, 300) ?? lastLine(said)) || `${program} failed`;
}
