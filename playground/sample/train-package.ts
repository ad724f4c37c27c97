import { mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { nodeArguments, runProgram } from '../run-program';

interface TrainingWish {
  /** A CSV file whose outcome is `BAD`, with 1 for loans that went bad. */
  readonly dataset: string;
  readonly seed: number;
  /** The model's name in the package. */
  readonly name: string;
  /** Where the package goes; it appears there whole or not at all. */
  readonly package: string;
  /** For what the trainer writes; made when it is not there, on the same disk as `package`. */
  readonly workFolder: string;
  /** Ends the training when it is aborted. */
  readonly signal?: AbortSignal;
}

/** The last thing the trainer says is how it ended. */
function lastWords(output: string): string | undefined {
  const line = output.trimEnd().split('\n').at(-1) ?? '';
  try {
    const end = JSON.parse(line) as { readonly why?: unknown };
    return typeof end.why === 'string' ? end.why : undefined;
  } catch {
    return undefined;
  }
}

/** Trains a model with the reference trainer, by its contract. Rejects with the trainer's own sentence. */
export async function trainPackage(wish: TrainingWish): Promise<void> {
  await mkdir(wish.workFolder, { recursive: true });
  const { code, output, errors } = await runProgram({
    file: process.execPath,
    arguments: nodeArguments('trainer/main'),
    environment: {
      STEWARD_DATASET: wish.dataset,
      STEWARD_SPEC: JSON.stringify({
        contract: { outcome: { name: 'BAD', event: '1' } },
        seed: wish.seed,
        name: wish.name,
      }),
      STEWARD_OUTPUT: wish.workFolder,
    },
    ...(wish.signal && { signal: wish.signal }),
  });
  if (code !== 0) throw new Error(lastWords(output) ?? `The trainer ended with ${code}: ${errors.trim() || 'no word'}`);
  await mkdir(path.dirname(wish.package), { recursive: true });
  await rename(path.join(wish.workFolder, 'package.zip'), wish.package);
}
