import { errorText, isStewardError } from '../../domain/errors';
import type { Logger } from '../../domain/logger';

/** What a started process has to end, in this order. */
export interface RunningProcess {
  readonly logger: Logger;
  readonly stop: () => Promise<void>;
  /** Settles when the process cannot go on by itself. */
  readonly ended?: Promise<void>;
}

/**
 * Runs a process until it is told to stop or cannot go on: SIGTERM and SIGINT stop it in order, a second one at once. A
 * start that fails ends with one line that holds the cure.
 */
export async function runProcess(start: () => Promise<RunningProcess>): Promise<void> {
  let running: RunningProcess;
  try {
    running = await start();
  } catch (error) {
    process.stderr.write(`${isStewardError(error) ? error.message : `It did not start: ${errorText(error)}`}\n`);
    process.exit(1);
  }
  const { logger } = running;
  let stopping = false;
  const stop = (why: string, code: number): void => {
    if (stopping) process.exit(code || 130);
    stopping = true;
    logger.info('stops', { why });
    running.stop().then(
      () => process.exit(code),
      (error: unknown) => {
        logger.error('did not stop in order', { error });
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', () => stop('SIGTERM', 0));
  process.on('SIGINT', () => stop('SIGINT', 0));
  running.ended?.then(
    () => stopping || stop('it ended', 1),
    (error: unknown) => stop(errorText(error), 1),
  );
  logger.info('is up');
}
