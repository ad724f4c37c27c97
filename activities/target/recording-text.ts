import type { RecordingPolicy } from '../../domain/scoring/recording';

/** How a gateway keeps rows, for a plan. */
export function recordingText({ mode, whenFull }: RecordingPolicy): string {
  const survives = { fast: 'a killed process', durable: 'a power cut' }[mode];
  const full = {
    gap: 'answers and counts what is lost',
    refuse: 'answers no request until there is room',
  }[whenFull];
  return `records every row before it is answered (${mode}: survives ${survives}); when the disk is full, ${full}`;
}
