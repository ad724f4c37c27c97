import { actorText } from '../actor';
import type { Digest } from '../digest';
import { retrainingName } from '../ids';
import type { InputSpec } from '../package/contract';
import type { DeclaredMetric, PackageManifest } from '../package/manifest';
import type { Instant } from '../release/release';
import type { Comparison, Retraining, TrainingDataset } from './retraining';

/** What a reader must know of a retrained version before trusting it. Kept with the retraining that made it. */
export interface ModelCard {
  readonly intendedUse: string;
  readonly madeBy: {
    readonly retraining: string;
    /** A directory object id, `system` or `local:<user>`. */
    readonly requester: string;
    readonly requestedAt: Instant;
    readonly reason?: string;
    readonly alert?: number;
  };
  readonly inputs: readonly InputSpec[];
  readonly outcome: { readonly name: string; readonly event: string };
  readonly data: TrainingDataset;
  readonly training: {
    readonly trainer: string;
    readonly algorithm?: string;
    readonly seed: number;
    readonly parameters: Readonly<Record<string, number>>;
    /** How rows were set apart, in the trainer's words. */
    readonly split?: string;
  };
  /** What the package says of itself. */
  readonly declared: readonly DeclaredMetric[];
  /** Candidate and the version that served, on the same rows that neither may have learnt from. */
  readonly measured: Comparison;
  readonly limits: readonly string[];
  readonly digests: { readonly package: Digest; readonly dataset: Digest; readonly policy: Digest };
}

export interface ModelCardFacts {
  /** Registering: with dataset, specification and comparison. */
  readonly retraining: Retraining;
  readonly manifest: PackageManifest;
  /** Of the project file. */
  readonly description?: string;
  readonly trainer: string;
  readonly data: TrainingDataset;
  readonly comparison: Comparison;
}

/** The card of a candidate that is about to be registered. */
export function makeModelCard(facts: ModelCardFacts): ModelCard {
  const { retraining, manifest, description, trainer, data, comparison } = facts;
  const { outcome, inputs } = manifest.contract;
  const metrics = retraining.candidate?.metrics;
  return {
    intendedUse: `Scores the chance of ${outcome.name} = ${outcome.event} in ${retraining.environment} of ${retraining.project}${description === undefined ? '.' : endSentence(`: ${description.trim()}`)} People decide on its release.`,
    madeBy: {
      retraining: retrainingName(retraining.number),
      requester: actorText(retraining.requester),
      requestedAt: retraining.requestedAt,
      ...(retraining.reason === undefined ? {} : { reason: retraining.reason }),
      ...(retraining.alert === undefined ? {} : { alert: retraining.alert }),
    },
    inputs,
    outcome,
    data,
    training: {
      trainer,
      ...(manifest.algorithm === undefined ? {} : { algorithm: manifest.algorithm }),
      seed: retraining.spec?.seed ?? metrics?.seed ?? 0,
      parameters: metrics?.parameters ?? retraining.spec?.parameters ?? {},
      ...(metrics === undefined ? {} : { split: metrics.split.said }),
    },
    declared: manifest.declaredMetrics,
    measured: comparison,
    limits: limitsOf(data, comparison, metrics?.notes ?? []),
    digests: {
      package: manifest.packageDigest,
      dataset: data.digest,
      policy: retraining.policyHash,
    },
  };
}

function limitsOf(data: TrainingDataset, comparison: Comparison, notes: readonly string[]): readonly string[] {
  const { overlap, rows, window, interval } = comparison;
  return [
    'Outcomes are known only of applicants who were accepted, and were chosen by the versions that scored them: nothing is known of those who were turned away.',
    `It learnt from windows ${data.windows.join(', ')}, scored from ${day(data.from)} to ${day(data.to)}: it knows nothing of other times.`,
    `The comparison is over ${rows} rows of window ${window}${interval === undefined ? '' : '; its interval says how much of the difference may be chance'}. KS tells how well scores separate, not whether they are right as probabilities.`,
    ...(overlap.candidate > 0
      ? [
          `${overlap.candidate} of the ${rows} rows compared have the same inputs as a row that it learnt from: its KS is flattered.`,
        ]
      : []),
    ...((overlap.champion ?? 0) > 0
      ? [`${overlap.champion} of them have the same inputs as a row that the version before learnt from.`]
      : []),
    ...(overlap.champion === undefined ? ['What the version before learnt from is not known to Steward.'] : []),
    ...notes,
  ];
}

function day(instant: Instant): string {
  return instant.slice(0, 10);
}

function endSentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}
