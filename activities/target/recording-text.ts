import type { RecordingPolicy } from '../../domain/scoring/recording';

/** How a gateway keeps rows, for a plan: what they survive before PostgreSQL has them is the target's matter. */
export function recordingText(
  { mode, whenFull }: RecordingPolicy,
  survives: Readonly<Record<RecordingPolicy['mode'], string>>,
): string {
  const full = {
    gap: 'answers and counts what is lost',
    refuse: 'answers no request until there is room',
  }[whenFull];
  return `records every row before it is answered (${mode}: survives ${survives[mode]}); when the disk is full, ${full}`;
}
