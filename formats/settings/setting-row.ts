import type { z } from 'zod';

export interface Setting {
  /** What it is for, one sentence without a full stop; the reference in the docs is made of these. */
  readonly meaning: string;
  readonly schema: z.ZodType<unknown, string>;
  /** Taken when unset. `{home}` stands for STEWARD_HOME. Without one the setting is required, unless it is `optional`. */
  readonly standard?: string;
  readonly optional?: true;
  readonly example: string;
  /** Never shown; may also come from a file named by `<name>_FILE`. */
  readonly secret?: true;
}

export const required = (meaning: string, example: string) => ({ meaning, example });
export const standard = (meaning: string, value: string) => ({ meaning, standard: value, example: value });
export const optional = (meaning: string, example: string) => ({ meaning, example, optional: true as const });
