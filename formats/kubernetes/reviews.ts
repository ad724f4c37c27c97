import { z } from 'zod';

/** What is read of the API server's answers about itself and about us. */
export const versionSchema = z.object({ gitVersion: z.string() });
export const nameSchema = z.object({ status: z.object({ userInfo: z.object({ username: z.string() }) }) });
export const reviewSchema = z.object({ status: z.object({ allowed: z.boolean() }) });
/** Names of keys alone are of interest; their values are never kept. */
export const secretSchema = z.object({ data: z.record(z.string(), z.unknown()).default({}) });
