import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { StewardError } from '../../../domain/errors';
import { scoringFiles } from '../../../domain/ports/scoring';
import { ifThere } from '../../../formats/files/if-there';
import { parseScoringFailure } from '../../../formats/training/scoring-failure';

/** What a scorer left in a folder. Throws what it says that kept it from scoring; undefined for what is no result. */
export async function readScoringResult(output: string, count: number): Promise<Float64Array | undefined> {
  const bytes = await ifThere(readFile(path.join(output, scoringFiles.scores)));
  if (bytes?.length === count * Float64Array.BYTES_PER_ELEMENT)
    return Float64Array.from({ length: count }, (_, row) => bytes.readDoubleLE(row * Float64Array.BYTES_PER_ELEMENT));
  const failure = await ifThere(readFile(path.join(output, scoringFiles.failure)));
  const said = failure && parseScoringFailure(failure.toString('utf8'));
  if (said) throw new StewardError(said.code, said.details);
  return undefined;
}
