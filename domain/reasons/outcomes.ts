import type { Reason } from './types';

export const outcomesReasons = {} as const satisfies Readonly<Record<string, Reason>>;
