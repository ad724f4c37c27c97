import { z } from 'zod';
import type { PackageClaims } from '../../domain/package/claims';
import type { InputSpec, ValueType } from '../../domain/package/contract';
import type { PackageTree } from './package-tree';
import { readJson } from './read-json';
import { toldText } from './told-text';

/** `1`, `1.0` and `"1"` are the same event. */
const event = z
  .union([z.string().max(200), z.number()], 'must be a text or a number')
  .nullish()
  .transform((value) => (value === null || value === undefined ? undefined : String(value).trim() || undefined));

const properties = z.looseObject({
  name: toldText,
  description: toldText,
  algorithm: toldText,
  targetVariable: toldText,
  targetEvent: event,
  tool: toldText,
  toolVersion: toldText,
});

const types: Readonly<Record<string, ValueType>> = {
  decimal: 'number',
  double: 'number',
  integer: 'integer',
  string: 'text',
  char: 'text',
};

const variable = z.looseObject({
  name: z.string().min(1).max(200),
  type: z
    .string()
    .transform((type) => type.toLowerCase())
    .refine((type) => Object.hasOwn(types, type), `must be one of ${Object.keys(types).join(', ')}`)
    .transform((type): ValueType => types[type] ?? 'text'),
  /** Some exporters write `7.0`; nothing is done with it. */
  length: z.number().min(0).nullish(),
  level: z.string().nullish(),
  /** Not SAS's own: the reference trainer lists the values that a text input was trained with. */
  categories: z.array(z.string().max(200)).max(10_000).optional(),
});

const variables = z
  .array(variable)
  .min(1)
  .max(5_000)
  .superRefine((list, context) => {
    const seen = new Set<string>();
    for (const [at, { name }] of list.entries()) {
      if (seen.has(name)) context.addIssue({ code: 'custom', path: [at, 'name'], message: 'comes twice' });
      seen.add(name);
    }
  });

const fileMetadata = z.array(z.looseObject({ role: z.string(), name: z.string() })).max(2_000);

/**
 * What a SAS Model Manager package says of itself: ModelProperties.json and the lists of input and output variables,
 * under the names that fileMetadata.json gives them. Errors: as `readJson`.
 */
export async function readSasClaims(tree: PackageTree): Promise<PackageClaims> {
  const metadata = (await readJson(tree, 'fileMetadata.json', fileMetadata)) ?? [];
  const nameOf = (role: string, usual: string) => metadata.find((file) => file.role === role)?.name ?? usual;
  const model = (await readJson(tree, 'ModelProperties.json', properties)) ?? properties.parse({});
  const inputs = await readJson(tree, nameOf('inputVariables', 'inputVar.json'), variables);
  const outputs = await readJson(tree, nameOf('outputVariables', 'outputVar.json'), variables);
  const { name, description, algorithm, tool, toolVersion } = model;
  return {
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...(algorithm === undefined ? {} : { algorithm }),
    tool: { name: tool ?? 'SAS Model Manager', ...(toolVersion === undefined ? {} : { version: toolVersion }) },
    ...(inputs === undefined ? {} : { inputs: inputs.map(toInput) }),
    ...(outputs === undefined ? {} : { outputs: outputs.map(({ name: output, type }) => ({ name: output, type })) }),
    ...(model.targetVariable === undefined ? {} : { outcome: toOutcome(model.targetVariable, model.targetEvent) }),
  };
}

function toInput({ name, type, categories }: z.output<typeof variable>): InputSpec {
  return { name, type, ...(categories === undefined ? {} : { categories }) };
}

function toOutcome(name: string, value: string | undefined): { name: string; event?: string } {
  return value === undefined ? { name } : { name, event: value };
}
