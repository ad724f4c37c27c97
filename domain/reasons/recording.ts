import type { Reason } from './types';

export const recordingReasons = {} as const satisfies Readonly<Record<string, Reason>>;
