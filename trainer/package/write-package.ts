import type { GoldenFile, MetricsFile } from '../../domain/package/evidence';
import { encodeSavedModel } from '../../formats/saved-model/encode';
import { writeZip } from '../../formats/zip/write-zip';
import { buildSavedModel } from '../export/graph';
import type { ScoringModel } from '../scoring-model';
import { describeModel } from './describe-model';

export interface PackageParts {
  readonly model: ScoringModel;
  readonly metrics: MetricsFile;
  readonly golden: GoldenFile;
  readonly name: string | undefined;
}

/**
 * The package as registration reads it: descriptions in the root, the SavedModel below `1/` (a serving image gives it
 * the version number that it serves under). No dates, no names of machines or people: equal parts give equal bytes.
 */
export function writePackage({ model, metrics, golden, name }: PackageParts): Buffer {
  const files = { ...describeModel(model, name), 'metrics.json': metrics, 'golden.json': golden };
  return writeZip([
    ...Object.entries(files).map(([path, content]) => ({ path, bytes: jsonBytes(content) })),
    { path: '1/saved_model.pb', bytes: encodeSavedModel(buildSavedModel(model)) },
  ]);
}

export function jsonBytes(content: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(content, undefined, 2)}\n`);
}
