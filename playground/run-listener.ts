import { z } from 'zod';

export interface Listening {
  /** `http://127.0.0.1:<port>`. */
  readonly origin: string;
  stop(): Promise<void>;
}

/**
 * Runs a process that listens until it is told to end: says on standard output that it is ready, ends in order on SIGTERM
 * and SIGINT, and with 1 and a sentence when it cannot run. `portSetting` is what moves it from a port that is taken.
 */
export function runListener(
  { title, portSetting }: { readonly title: string; readonly portSetting: string },
  start: () => Promise<Listening>,
): void {
  const fail = (error: unknown): void => {
    process.stderr.write(`${title} cannot run: ${explain(error, portSetting)}\n`);
    process.exit(1);
  };
  const run = async (): Promise<void> => {
    const listening = await start();
    process.stdout.write(`${JSON.stringify({ ready: true, origin: listening.origin })}\n`);
    const stop = (): void => void listening.stop().then(() => process.exit(0), fail);
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
  };
  run().catch(fail);
}

function explain(error: unknown, portSetting: string): string {
  if (error instanceof z.ZodError) return z.prettifyError(error);
  if (!(error instanceof Error)) return String(error);
  const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  return taken ? `its port is in use by another program. Stop that one, or change ${portSetting}.` : error.message;
}
