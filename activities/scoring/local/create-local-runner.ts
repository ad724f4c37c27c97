import path from 'node:path';
import { errorText, StewardError } from '../../../domain/errors';
import type { PackageManifest } from '../../../domain/package/manifest';
import type { ScoringRunner } from '../../../domain/ports/scoring';
import { versionDirectory } from '../../../domain/digest';
import { readScores } from '../../../formats/tensorflow-serving/read-scores';
import { writeBatches } from '../write-batches';

/** A model server that runs for a moment. */
export interface StartedModel {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

export interface LocalRunnerDependencies {
  readonly extractModel: (archive: string, manifest: PackageManifest, intoDirectory: string) => Promise<void>;
  /** Starts a model server of its own on a folder with a SavedModel; throws `model_server_failed`. */
  readonly startModel: (
    model: { readonly directory: string; readonly name: string; readonly version: string },
    signal: AbortSignal,
  ) => Promise<StartedModel>;
  readonly withWorkDirectory: <T>(work: (directory: string) => Promise<T>) => Promise<T>;
  readonly fetch: typeof fetch;
}

const name = 'candidate';
/** Milliseconds for one request. */
const patience = 60_000;

/** Scores rows with the local model server, on this machine, apart from the local host and all that serves. */
export function createLocalRunner(deps: LocalRunnerDependencies): ScoringRunner {
  return {
    score: (order) =>
      deps.withWorkDirectory(async (work) => {
        const { archive, manifest, count, signal } = order;
        const directory = path.join(work, 'model');
        await deps.extractModel(archive, manifest, directory);
        const version = versionDirectory(manifest.packageDigest);
        const model = await deps.startModel({ directory, name, version }, signal);
        try {
          const url = `http://127.0.0.1:${model.port}/v1/models/${name}:${manifest.call.method}`;
          const scores = new Float64Array(count);
          let from = 0;
          for await (const { rows, body } of writeBatches(order)) {
            scores.set(readScores(manifest.call, await ask(deps, url, body, signal), rows), from);
            from += rows;
          }
          return scores;
        } finally {
          await model.stop();
        }
      }),
  };
}

async function ask(deps: LocalRunnerDependencies, url: string, body: string, signal: AbortSignal): Promise<string> {
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
    const answer = await deps.fetch(url, { method: 'POST', body, signal: limit });
    return await answer.text();
  } catch (error) {
    signal.throwIfAborted();
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    throw new StewardError('model_server_failed', { why: `it did not answer: ${errorText(cause)}` }, { cause: error });
  }
}
