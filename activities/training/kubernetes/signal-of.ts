import { constants } from 'node:os';

/** Runtimes tell a signal as an exit code: 128 and its number. */
export function signalOf(exitCode: number): string | undefined {
  return Object.entries(constants.signals).find(([, number]) => exitCode === 128 + number)?.[0];
}
