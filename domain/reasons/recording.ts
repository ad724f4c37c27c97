import type { Reason } from './types';

export const recordingReasons = {
  recording_reference_count: {
    sentence: 'There are {given} references for {rows} rows.',
    cure: 'Send one reference a row in X-Row-Ids, separated by commas, or one X-Request-Id for the whole request.',
    retryable: false,
  },
  recording_reference_malformed: {
    sentence: 'The reference of row {row} is not 1 to 200 printable ASCII characters without a comma.',
    cure: 'Send a shorter or plainer one; in X-Row-Ids a percent sign is written %25.',
    retryable: false,
  },
  recording_reference_doubled: {
    sentence: 'The reference of row {row} comes twice in this request, with other inputs.',
    cure: 'Give every row a reference of its own.',
    retryable: false,
  },
  recording_reference_taken: {
    sentence: 'Another row was scored under the reference of row {row}.',
    cure: 'Give every row a reference of its own, and send a row again only with the same inputs.',
    retryable: false,
  },
  recording_spool_full: {
    sentence: 'The row was scored, but there is no room to record it, and without a record it is not answered.',
    cure: 'Send it again later; whoever runs the gateway looks at /-/counters for what keeps rows from PostgreSQL.',
    retryable: true,
  },
  gateway_running: {
    sentence: 'Another scoring gateway works on the spool {directory} ({holder}).',
    cure: 'Stop it, or give this one a folder of its own.',
    retryable: false,
  },
} as const satisfies Readonly<Record<string, Reason>>;
