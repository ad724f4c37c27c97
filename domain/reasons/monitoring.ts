import type { Reason } from './types';

export const monitoringReasons = {} as const satisfies Readonly<Record<string, Reason>>;
