import { z } from 'zod';
import { type Digest, isDigest } from '../../domain/digest';
import { type ReasonCode, isReasonCode } from '../../domain/reasons';
import { gatewayCounts } from '../gateway/counts';
import { deploymentFacts } from '../gateway/deployment';

/** What the local host and its clients say to each other, as JSON over HTTP. */

const digest = z.custom<Digest>((value) => typeof value === 'string' && isDigest(value), 'must be a sha256 digest');
const reasonCode = z.custom<ReasonCode>(
  (value) => typeof value === 'string' && isReasonCode(value),
  'must be a reason',
);
const release = z.int().min(1).max(999_999_999_999_999);

/** Names become folders and parts of addresses. */
export const placeName = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);

/** PUT: what to run for a release, and what its gateway needs to know. */
export const stageMessage = deploymentFacts.extend({
  label: z.string().min(1).max(200),
  image: digest,
  /** Absolute path of the OCI layout that holds the image. */
  layout: z.string().startsWith('/').max(4_096),
  versionDirectory: z.string().regex(/^\d{1,19}$/),
});

/** POST: which release gets the traffic, if `expectedPrevious` (null: none) has it now. */
export const switchMessage = z.strictObject({ release, expectedPrevious: release.nullable() });

export const observationAnswer = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('absent') }),
  z.strictObject({ state: z.literal('starting'), detail: z.string() }),
  z.strictObject({ state: z.literal('ready'), image: digest, versionDirectory: z.string() }),
  z.strictObject({ state: z.literal('failed'), code: reasonCode, detail: z.string() }),
]);

export const servingAnswer = z.strictObject({
  serving: z.strictObject({ release, label: z.string(), image: digest }).nullable(),
});

const pid = z.int().min(2).nullable();

/** Who answers in an environment: process numbers, null for one that is being started; null where nothing serves. */
export const processesAnswer = z.strictObject({
  processes: z.strictObject({ release, label: z.string(), modelServer: pid, gateway: pid }).nullable(),
});

/** One deployment as it runs, and who has the traffic of its environment; `counts` is null for a gateway that cannot be asked. */
export const inspectionAnswer = z.strictObject({
  traffic: z.strictObject({ release, label: z.string() }).nullable(),
  image: digest.nullable(),
  observation: observationAnswer,
  restarts: z.int().min(0),
  counts: gatewayCounts.nullable(),
});

export const deploymentsAnswer = z.strictObject({
  deployments: z.array(z.strictObject({ project: placeName, environment: placeName, release })),
});

/** A refusal; the sentence for people is made from code and details on either side. */
export const refusalAnswer = z.strictObject({
  code: reasonCode,
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});

export type StageMessage = z.infer<typeof stageMessage>;
export type SwitchMessage = z.infer<typeof switchMessage>;
export type InspectionAnswer = z.infer<typeof inspectionAnswer>;
export type ProcessesAnswer = z.infer<typeof processesAnswer>;
