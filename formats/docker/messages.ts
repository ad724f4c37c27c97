import { z } from 'zod';
import { type Digest, isDigest } from '../../domain/digest';

/** What is said between the worker and the programs of Steward's image that run beside models on a Docker server. */

/** Of the door, which holds an environment's one address: who has the traffic. */
export interface DoorChoice {
  readonly release: number;
  readonly label: string;
  readonly image: Digest;
  /** Address of the release's gateway. */
  readonly gateway: string;
}

export const doorChoiceSchema: z.ZodType<DoorChoice> = z.strictObject({
  release: z.int().min(1).max(999_999_999_999_999),
  label: z.string().min(1).max(200),
  image: z.custom<Digest>((value) => typeof value === 'string' && isDigest(value), 'must be a sha256 digest'),
  gateway: z.url({ protocol: /^http$/ }),
});

/** To the door: lead there, if this release has the traffic now; null for nobody. */
export const leadSchema = z.strictObject({ expected: z.int().nullable(), choice: doorChoiceSchema });

/** Its answer with status 409: who has the traffic instead; and with 503: why the release cannot answer. */
export const doorConflictSchema = z.object({ actual: z.int().nullable() });
export const doorRefusalSchema = z.object({ why: z.string() });

/** One HTTP request that a container makes for us: a line of JSON, then the body. */
export const askSchema = z.strictObject({
  method: z.enum(['GET', 'POST']),
  url: z.url({ protocol: /^http$/ }),
  /** Milliseconds until the answer must be whole. */
  timeout: z.int().min(1).max(600_000),
  /** Of the body, which follows the line. */
  bytes: z
    .int()
    .min(0)
    .max(64 * 1024 * 1024),
});
export type Ask = z.infer<typeof askSchema>;

/** What came of it, as one line of JSON. */
export const askedSchema = z.union([
  z.strictObject({ status: z.int(), text: z.string() }),
  z.strictObject({ silent: z.string() }),
]);
export type Asked = z.infer<typeof askedSchema>;
