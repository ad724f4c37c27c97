import { z } from 'zod';
import type { TrainingSpec } from '../../domain/ports/trainer';
import { StewardError } from '../../domain/errors';
import { describeIssues, strictRecord } from '../describe-issues';

const columnName = z.string().min(1).max(200);
const text = z.string().max(200);

const input = strictRecord({
  name: columnName,
  type: z.enum(['number', 'integer', 'text']),
  categories: z.array(text).max(1_000).optional(),
});

const schema = strictRecord({
  contract: strictRecord({
    inputs: z.array(input).min(1).max(500).optional(),
    outcome: strictRecord({ name: z.string().min(1).max(100), event: z.string().min(1).max(200) }),
  }),
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1),
  split: strictRecord({
    share: z.number().min(0.05).max(0.5).optional(),
    timeColumn: columnName.optional(),
    referenceColumn: columnName.optional(),
  }).optional(),
  parameters: z.record(z.string().max(100), z.number()).optional(),
  name: z.string().min(1).max(100).optional(),
});

/**
 * Reads what a trainer got in `STEWARD_SPEC`. Throws training_spec_invalid with every mistake: wrong JSON, unknown keys,
 * values out of range, an input named twice, the outcome among the inputs.
 */
export function parseTrainingSpec(json: string): TrainingSpec {
  const value = parseJson(json);
  const result = schema.safeParse(value);
  if (!result.success) throw invalid(describeIssues(result.error, value).join('; '));
  const { inputs, outcome } = result.data.contract;
  const names = (inputs ?? []).map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw invalid(`contract.inputs: ${twice} is there twice`);
  if (names.includes(outcome.name)) throw invalid(`contract.inputs: the outcome ${outcome.name} is not an input`);
  return dropUndefined(result.data);
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new StewardError('training_spec_invalid', { why: 'it is not JSON' }, { cause: error });
  }
}

function invalid(why: string): StewardError {
  return new StewardError('training_spec_invalid', { why });
}

/** A key that is there with the value undefined becomes a key that is not there: JSON text knows no other. */
function dropUndefined(data: z.infer<typeof schema>): TrainingSpec {
  return JSON.parse(JSON.stringify(data)) as TrainingSpec;
}
