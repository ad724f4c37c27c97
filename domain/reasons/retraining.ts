import type { Reason } from './types';

export const retrainingReasons = {} as const satisfies Readonly<Record<string, Reason>>;
