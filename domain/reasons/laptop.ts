import type { Reason } from './types';

export const laptopReasons = {
  port_taken: {
    sentence: 'Port {port} for {part} is in use by another program.',
    cure: 'Stop that program, or choose another port with {variable}.',
    retryable: false,
  },
} as const satisfies Readonly<Record<string, Reason>>;
