import { z } from 'zod';

/** A text that a package tells of itself, fit to be shown: blanks mean nothing is told, invisible and half characters go. */
export const toldText = z
  .string()
  .max(4_000)
  .nullish()
  .transform((value) => value?.replace(/[\p{Cc}\p{Cf}\p{Cs}]+/gu, ' ').trim() || undefined);
