import type { TrainingProgress } from '../../domain/ports/trainer';
import { isReasonCode } from '../../domain/reasons';

/** What a line on a trainer's standard output says, as far as it is of the contract. */
export interface HeardLine {
  /** A code of our own, and nothing else that the trainer says. */
  readonly code?: string;
  readonly progress?: TrainingProgress;
}

/** Undefined for a line that is nothing of the contract. */
export function hearLine(text: string): HeardLine | undefined {
  const line = parseLine(text);
  if (line === undefined) return undefined;
  const { progress, round, code } = line;
  const said = typeof progress === 'number' && progress >= 0 && progress <= 1;
  return {
    ...(typeof code === 'string' && isReasonCode(code) && { code }),
    ...(said && { progress: { progress, ...(Number.isSafeInteger(round) && { round: round as number }) } }),
  };
}

function parseLine(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
