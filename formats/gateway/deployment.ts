import { z } from 'zod';
import { type Digest, isDigest } from '../../domain/digest';
import type { Call, Contract } from '../../domain/package/contract';
import type { RecordingPolicy } from '../../domain/scoring/recording';
import type { ScoredBy } from '../../domain/scoring/scored-row';

/** What a scoring gateway is told about the model behind it, as JSON in `STEWARD_GATEWAY_DEPLOYMENT`. */
export interface GatewayDeployment extends ScoredBy {
  readonly contract: Contract;
  readonly call: Call;
  readonly recording: RecordingPolicy;
}

const name = z.string().min(1).max(200);
const valueType = z.enum(['number', 'integer', 'text']);

const contract: z.ZodType<Contract> = z.strictObject({
  inputs: z
    .array(z.strictObject({ name, type: valueType, categories: z.array(z.string().max(200)).exactOptional() }))
    .min(1)
    .max(10_000),
  outputs: z.array(z.strictObject({ name, type: valueType })).max(1_000),
  outcome: z.strictObject({ name, event: name }),
});

export const callSchema: z.ZodType<Call> = z.strictObject({
  method: z.enum(['classify', 'regress', 'predict']),
  signature: name,
  rows: z.enum(['examples', 'named', 'vector']),
  score: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('label'), label: z.string().max(200) }),
    z.strictObject({ kind: z.literal('value') }),
    z.strictObject({ kind: z.literal('output'), output: name, index: z.int().min(0).max(100_000).exactOptional() }),
  ]),
});

/** What only whoever asks for a deployment knows: said on to the gateway by whatever starts it. */
export const deploymentFacts = z.strictObject({
  packageDigest: z.custom<Digest>((value) => typeof value === 'string' && isDigest(value), 'must be a sha256 digest'),
  contract,
  call: callSchema,
  recording: z.strictObject({ mode: z.enum(['fast', 'durable']), whenFull: z.enum(['refuse', 'gap']) }),
});

export const gatewayDeployment: z.ZodType<GatewayDeployment> = deploymentFacts.extend({
  project: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  environment: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  release: z.int().min(1).max(999_999_999_999_999),
  version: name,
});
