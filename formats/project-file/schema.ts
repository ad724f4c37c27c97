import { z } from 'zod';
import { roles } from '../../domain/project';
import { strictRecord } from '../describe-issues';
import { parseDuration } from './parse-duration';

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

const duration = z
  .string('must be a duration such as 7 days')
  .refine((value) => parseDuration(value) !== undefined, 'must be a duration such as 7 days, 36 hours or 30 minutes')
  .transform((value) => parseDuration(value) ?? 0)
  .refine((ms) => ms >= 10_000 && ms <= 90 * day, 'must be between 10 seconds and 90 days');

const laterTargets: readonly unknown[] = ['docker', 'kubernetes', 'openshift'];
const quorum = z.number().int().min(1).max(10);

const policy = strictRecord({
  approvers: z.array(member).min(1).max(100).default(['leader']),
  quorum: quorum.default(1),
  quorumForSystem: quorum.optional(),
  expiry: duration.default(7 * day),
});

export const environmentSection = strictRecord({
  target: strictRecord({
    kind: z.literal('local', {
      error: (issue) =>
        laterTargets.includes(issue.input)
          ? `cannot be ${String(issue.input)}: this version releases to targets of the kind local only; use local`
          : undefined,
    }),
  }),
  leading: z.boolean().default(false),
  policy: policy.prefault({}),
});
export type EnvironmentSection = z.infer<typeof environmentSection>;

export const servingSection = strictRecord({
  bases: z
    .array(
      strictRecord({
        base: z.literal('scratch', {
          error:
            'must be scratch: the local target runs models without a base image; other bases come with other targets',
        }),
      }),
    )
    .min(1)
    .max(50),
});

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
});
