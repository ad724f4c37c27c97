import { z } from 'zod';
import type { Contract, InputSpec } from '../../domain/package/contract';
import type { GoldenFile, MetricsFile } from '../../domain/package/evidence';
import type { GoldenRow } from '../../domain/package/manifest';
import { strictRecord } from '../describe-issues';
import type { PackageTree } from './package-tree';
import { readJson, wrongFile } from './read-json';

const value = z.union([z.number(), z.string().max(1_000), z.null()], 'must be a number, a text or null');

const goldenFile = strictRecord({
  tolerance: z.number().positive().max(0.01),
  rows: z
    .array(strictRecord({ inputs: z.record(z.string(), value), score: z.number() }))
    .min(1)
    .max(200),
});

/** Reads golden.json and checks its rows against the contract. Errors: as `readJson`. */
export async function readGolden(tree: PackageTree, contract: Contract): Promise<GoldenFile | undefined> {
  const golden = await readJson(tree, 'golden.json', goldenFile);
  if (golden === undefined) return undefined;
  const problems = golden.rows.flatMap((row, at) => checkRow(row, at, contract));
  if (problems.length > 0) throw wrongFile('golden.json', problems);
  return golden;
}

function checkRow({ inputs }: GoldenRow, at: number, contract: Contract): string[] {
  const specs = new Map(contract.inputs.map((input) => [input.name, input]));
  return Object.entries(inputs).flatMap(([name, given]) => {
    const why = whyNotInput(given, specs.get(name));
    return why === undefined ? [] : [`rows[${at}].inputs.${name}: ${why}`];
  });
}

function whyNotInput(given: number | string | null, input: InputSpec | undefined): string | undefined {
  if (input === undefined) return 'is no input of the model';
  if (given === null) return undefined;
  if (input.type === 'text') return typeof given === 'string' ? undefined : 'must be a text or null';
  if (typeof given !== 'number') return 'must be a number or null';
  return input.type === 'integer' && !Number.isInteger(given) ? 'must be a whole number or null' : undefined;
}

const text = z.string().max(1_000);
const count = z.number().int().min(0);

const metric = z
  .looseObject({ name: text, value: z.number(), dataset: text.optional(), rows: count.optional() })
  .transform(({ name, value: figure, dataset, rows }) => ({
    name,
    value: figure,
    ...(dataset === undefined ? {} : { dataset }),
    ...(rows === undefined ? {} : { rows }),
  }));

const split = z
  .looseObject({
    kind: z.enum(['time', 'hash']),
    column: text.optional(),
    trainingRows: count,
    trainingEvents: count,
    validationRows: count,
    validationEvents: count,
    said: text,
  })
  .transform(({ column, ...rest }) => ({ ...rest, ...(column === undefined ? {} : { column }) }));

const metricsFile = z.looseObject({
  trainer: z.looseObject({ name: text, version: text }),
  algorithm: text,
  outcome: z.looseObject({ name: text, event: text }),
  seed: z.number(),
  parameters: z.record(z.string(), z.number()),
  rounds: count,
  split,
  metrics: z.array(metric).max(100),
  confusion: z
    .array(
      z.looseObject({
        cutOff: z.number(),
        truePositives: count,
        falsePositives: count,
        trueNegatives: count,
        falseNegatives: count,
        dataset: text,
        rows: count,
      }),
    )
    .max(20),
  notes: z.array(text).max(100),
});

/** Reads metrics.json, what the trainer declares about its model. Errors: as `readJson`. */
export function readMetrics(tree: PackageTree): Promise<MetricsFile | undefined> {
  return readJson(tree, 'metrics.json', metricsFile);
}

/** The same from a trainer's own copy beside its package; undefined for what is no such file. */
export function parseMetrics(text: string): MetricsFile | undefined {
  try {
    return metricsFile.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
