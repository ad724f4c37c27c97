import type { Environment } from '../project';

/**
 * How the gateway keeps scored rows before it answers. `fast`: written, which survives kill -9; `durable`: synced to disk,
 * which survives power loss. When the spool's disk is full: `refuse` answers 503, `gap` answers and counts what is lost.
 */
export interface RecordingPolicy {
  readonly mode: 'fast' | 'durable';
  readonly whenFull: 'refuse' | 'gap';
}

const standard: RecordingPolicy = { mode: 'fast', whenFull: 'gap' };

export function recordingOf(environment: Pick<Environment, 'recording'>): RecordingPolicy {
  return environment.recording ?? standard;
}
