import { z } from 'zod';
import { roles } from '../../domain/project';
import { strictRecord } from '../describe-issues';
import { parseDuration } from './parse-duration';
import { clusterName, cpu, memory, target } from './target-schema';

const objectIdPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const day = 86_400_000;

/** Names that become parts of workflow ids, addresses and image names. */
export const slug = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be 1 to 40 lower-case letters, digits and "-", a letter first');

const columnName = z.string().min(1).max(200);
const text = z.string().min(1).max(200);

/** The event as text: `1` and `"1"` are the same event. */
const event = z
  .union(
    [z.string().min(1).max(200), z.number().transform(String)],
    'must be a text or a number (put true/false in quotes)',
  )
  .describe('the value of the outcome that counts');

export const objectId = z
  .string()
  .regex(objectIdPattern, 'must be a directory object id such as 3f2504e0-4f89-41d3-9a0c-0305e82c3301')
  .transform((id) => id.toLowerCase());

export function isObjectId(value: string): boolean {
  return objectIdPattern.test(value);
}

const inputOverride = strictRecord({
  type: z.enum(['number', 'integer', 'text']).optional(),
  categories: z.array(z.string().max(200)).min(1).max(10_000).optional(),
});

const signature = text.default('serving_default');

/** One flat form a method, so that a reader never sees a key that means nothing there. */
const call = z.discriminatedUnion('method', [
  strictRecord({ method: z.literal('classify'), signature, label: event }),
  strictRecord({ method: z.literal('regress'), signature }),
  strictRecord({
    method: z.literal('predict'),
    signature,
    rows: z.enum(['named', 'vector']).default('named'),
    output: text,
    index: z.number().int().min(0).max(10_000).optional(),
  }),
]);

export const contractSection = strictRecord({
  outcome: strictRecord({ name: columnName, event }),
  inputs: z.record(columnName, inputOverride).optional(),
  call: call.optional(),
});
export type ContractSection = z.infer<typeof contractSection>;

export const peopleSection = z.record(
  z
    .string()
    .min(1)
    .max(100)
    .refine((name) => !(roles as readonly string[]).includes(name) && name !== 'everyone', {
      error: 'must not be the name of a role',
    }),
  objectId,
);

/** A name from `people`, or a directory object id. */
const member = z.string().min(1).max(100);
const members = z.array(member).max(500);

export const rolesSection = strictRecord({
  modeller: members.min(1),
  leader: members.min(1),
  operator: members.default([]),
  auditor: members.default([]),
  viewer: z.union([members, z.literal('everyone')], 'must be a list of people, or everyone').default([]),
});
export type RolesSection = z.infer<typeof rolesSection>;

/** `least` and `most` in milliseconds, and how the error names them. */
function durationBetween(least: number, most: number, said: string) {
  return z
    .string('must be a duration such as 7 days')
    .refine((value) => parseDuration(value) !== undefined, 'must be a duration such as 7 days, 36 hours or 30 minutes')
    .transform((value) => parseDuration(value) ?? 0)
    .refine((ms) => ms >= least && ms <= most, `must be between ${said}`);
}

const duration = durationBetween(10_000, 90 * day, '10 seconds and 90 days');
const longDuration = durationBetween(0, 1_830 * day, '0 seconds and 1830 days');

const quorum = z.number().int().min(1).max(10);

const policy = strictRecord({
  approvers: z.array(member).min(1).max(100).default(['leader']),
  quorum: quorum.default(1),
  quorumForSystem: quorum.optional(),
  expiry: duration.default(7 * day),
});

/** By digest: a tag may mean another image tomorrow. */
const imageByDigest = z
  .string()
  .max(500)
  .regex(/^[^\s@]+@sha256:[0-9a-f]{64}$/, 'must be an image by digest such as registry.example/team/trainer@sha256:…');

const words = z.array(z.string().min(1).max(1_000)).min(1).max(50);

export const environmentSection = strictRecord({
  target,
  leading: z.boolean().default(false),
  policy: policy.prefault({}),
  recording: strictRecord({
    mode: z.enum(['fast', 'durable']).default('fast'),
    whenFull: z.enum(['gap', 'refuse']).default('gap'),
  }).optional(),
});
export type EnvironmentSection = z.infer<typeof environmentSection>;

/** Which of `rows` and `time` is given is judged where the sections are put together. */
const window = strictRecord({
  rows: z.number().int().min(10).max(10_000_000).optional(),
  time: durationBetween(10_000, 366 * day, '10 seconds and 366 days').optional(),
});

const share = z.number().min(0).max(1);

export const monitoringSection = strictRecord({
  environments: z.array(slug).min(1).max(20).optional(),
  every: durationBetween(1_000, 90 * day, '1 second and 90 days').default(day),
  window,
  maturity: longDuration,
  patience: longDuration.optional(),
  coverage: z.number().gt(0, 'must be more than 0').max(1).default(0.8),
  threshold: share,
  margin: share.default(0.02),
  minimumEvents: z.number().int().min(2).max(1_000_000).default(100),
  consecutive: z.number().int().min(1).max(20).default(2),
});
export type MonitoringSection = z.infer<typeof monitoringSection>;

/** Whether it is a program or an image is judged where the sections are put together. */
const trainer = strictRecord({
  program: words.optional(),
  image: imageByDigest.optional(),
  command: words.optional(),
  environment: slug.optional(),
  namespace: clusterName.optional(),
  context: text.optional(),
  resources: strictRecord({ cpu: cpu.default('1'), memory: memory.default('2Gi') }).optional(),
  pullSecret: clusterName.optional(),
});
export type TrainerSection = z.infer<typeof trainer>;

export const retrainingSection = strictRecord({
  start: z.enum(['ask', 'automatic']).default('ask'),
  trainer: trainer.optional(),
  parameters: z.record(z.string().min(1).max(100), z.number()).default({}),
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .default(1),
  deadline: durationBetween(10_000, 7 * day, '10 seconds and 7 days').default(30 * 60_000),
  windows: z.number().int().min(1).max(1_000).default(12),
  margin: share.default(0.02),
  coolDown: longDuration.default(7 * day),
  budget: strictRecord({
    attempts: z.number().int().min(1).max(1_000).default(2),
    within: longDuration.default(30 * day),
  }).prefault({}),
});
export type RetrainingSection = z.infer<typeof retrainingSection>;

export const description = z.string().max(1_000);

/** The keys alone; each section is parsed by itself. */
export const topSection = strictRecord({
  project: z.unknown().optional(),
  description: z.unknown().optional(),
  contract: z.unknown().optional(),
  people: z.unknown().optional(),
  roles: z.unknown().optional(),
  environments: z.unknown().optional(),
  serving: z.unknown().optional(),
  monitoring: z.unknown().optional(),
  retraining: z.unknown().optional(),
});
