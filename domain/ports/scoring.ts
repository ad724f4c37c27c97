import type { PackageManifest } from '../package/manifest';
import type { ScoreRow } from './target';

/** Runs a model for a moment, apart from everything that serves, to score rows with it. */
export interface ScoringRunner {
  /**
   * The scores of the rows, in order, by the call that the manifest settled. `archive` is the package that the manifest was
   * read from. Throws `scoring_refused`, `scoring_answer_unexpected`, `model_server_failed`; ends the model whatever happens.
   */
  score(
    archive: string,
    manifest: PackageManifest,
    rows: readonly ScoreRow[],
    signal: AbortSignal,
  ): Promise<Float64Array>;
}
