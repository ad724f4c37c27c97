import path from 'node:path';
import { chooseBase } from '../../../domain/choose-base';
import { versionDirectory } from '../../../domain/digest';
import { StewardError } from '../../../domain/errors';
import { retrainingName } from '../../../domain/ids';
import type { ImageBuilder } from '../../../domain/ports/builder';
import type { ScoringOrder, ScoringRunner } from '../../../domain/ports/scoring';
import type { BaseRule, KubernetesSpec } from '../../../domain/project';
import { connectNamespace, type Namespace } from '../../target/kubernetes/connect-namespace';
import type { ModelImage } from '../../target/kubernetes/describe-pod';
import { awaitPullSecrets, nameInCluster } from '../../target/kubernetes/image-stream';
import { type ClusterSettings, loadConfig } from '../../target/kubernetes/load-config';
import { environmentName } from '../../target/kubernetes/names';
import type { CarriedJob, JobDeps } from '../../training/kubernetes/begin-job';
import { carryOutJob } from '../../training/kubernetes/carry-out-job';
import { cleanJob } from '../../training/kubernetes/clean-job';
import { describeScoringJob, nameScoringJob, scoringName, scoringNames } from './describe-scoring-job';
import { followScoring, modelText } from './follow-scoring';
import { publishScored } from './publish-scored';
import { readScoringResult } from './read-scoring-result';
import { writeScoringFile } from './write-scoring-file';

export interface JobRunnerDeps extends JobDeps {
  readonly cluster: ClusterSettings;
  /** Of images, in the registry that nodes pull from. */
  readonly builder: Pick<ImageBuilder, 'build' | 'publish' | 'discard'>;
  /** Steward's own image by digest. */
  readonly carrierImage: string;
  readonly withWorkDirectory: <T>(work: (directory: string) => Promise<T>) => Promise<T>;
  /** Whether a retraining that is told to stop is not wanted any more; otherwise another attempt goes on with it. */
  readonly isCalledOff: (retraining: number) => Promise<boolean>;
  readonly pause: (ms: number) => Promise<void>;
  /** Milliseconds: for a model to be up, as long as one that is released has; and for all of it. */
  readonly limits?: { readonly ready: number; readonly whole: number };
}

const usualLimits = { ready: 8 * 60_000, whole: 50 * 60_000 } as const;

/**
 * Scores in the image that a release would run, by one Job in the environment's namespace that no Service leads to, carried
 * out as `carryOutJob` says. Rows and scores go through the exchange. Throws besides what a runner throws `base_rule_missing`,
 * the reasons of the gate, what building and publishing throw, and what the cluster refuses it with.
 */
export function createJobRunner(deps: JobRunnerDeps): ScoringRunner {
  const { ready, whole } = deps.limits ?? usualLimits;
  return {
    score: (order) =>
      deps.withWorkDirectory(async (directory) => {
        const spec = requireKubernetes(order);
        // Anew for each call: what a kubeconfig holds may be renewed at any time.
        const namespace = connectNamespace(await loadConfig(deps.cluster, spec.context), spec.namespace);
        const job = await describeOrder(deps, namespace, order, { spec, directory, deadlineMs: whole });
        await removeOthers(deps, namespace, order, job.exchangeName);
        const { exchange } = deps;
        return carryOutJob({
          ...{ namespace, job, signal: order.signal },
          deps: { ...deps, isCalledOff: () => deps.isCalledOff(order.retraining) },
          follow: ({ uid, key, until }) =>
            followScoring({
              ...{ namespace, job, order, uid, until, now: deps.now, pause: deps.pause, limits: { ready, whole } },
              version: BigInt(versionDirectory(order.manifest.packageDigest)).toString(),
              readyBy: until - whole + ready,
              hasDelivered: () => exchange.hasDelivered(job.exchangeName, key),
            }),
          take: async (output) => {
            const scores = await readScoringResult(output, order.count);
            if (scores) return scores;
            throw explain('gate_rows_not_carried', order, 'what came back are not as many scores as there are rows');
          },
          removed: () => explain('gate_pod_lost', order, 'somebody removed its Job'),
        });
      }),
  };
}

async function describeOrder(
  deps: JobRunnerDeps,
  namespace: Namespace,
  order: ScoringOrder,
  { spec, directory, deadlineMs }: { spec: KubernetesSpec; directory: string; deadlineMs: number },
): Promise<CarriedJob> {
  const { carrierImage } = deps;
  const { environment, manifest, bases } = order;
  const version = order.version ?? retrainingName(order.retraining);
  const rule = chooseBase(bases, { manifest, target: spec.kind, version, environment });
  const file = path.join(directory, 'rows');
  const rows = await writeScoringFile(order, file);
  const exchangeName = scoringName(order, { rows, rule, spec, carrierImage });
  const named = nameScoringJob(order, exchangeName);
  return {
    ...{ ...named, exchangeName, gives: { dataset: rows }, rows: file, deadlineMs },
    prepare: async () => {
      const image = await publishImage(deps, namespace, order, { spec, rule });
      const own = spec.imageStream ? await awaitPullSecrets(namespace, environmentName(order), deps) : [];
      const pullSecrets = [...(spec.pullSecret === undefined ? [] : [spec.pullSecret]), ...own];
      const made = { spec, image, rows, carrierImage, pullSecrets, deadlineMs };
      return (parts) => describeScoringJob(order, named, { ...made, ...parts });
    },
  };
}

/**
 * What an earlier attempt at the same asked for otherwise, by other outcomes, another project file or an older Steward, is
 * asked for by nobody any more: its Job goes, and the rows that lie ready for it.
 */
async function removeOthers(
  deps: JobRunnerDeps,
  namespace: Namespace,
  order: ScoringOrder,
  wanted: string,
): Promise<void> {
  const own = scoringNames(order);
  for (const exchangeName of await deps.exchange.names())
    if (exchangeName.startsWith(own) && exchangeName !== wanted)
      await cleanJob(namespace, { ...nameScoringJob(order, exchangeName), exchangeName }, deps);
}

async function publishImage(
  { builder }: JobRunnerDeps,
  namespace: Namespace,
  order: ScoringOrder,
  { spec, rule }: { readonly spec: KubernetesSpec; readonly rule: BaseRule },
): Promise<ModelImage> {
  const { project, manifest } = order;
  const { digest, reference: pushed } = await publishScored(builder, order, rule.base);
  return {
    project,
    reference: spec.imageStream ? await nameInCluster(namespace, project, digest, pushed) : pushed,
    versionDirectory: versionDirectory(manifest.packageDigest),
    ...(rule.server && { server: rule.server }),
  };
}

function requireKubernetes({ target }: ScoringOrder): KubernetesSpec {
  if (target.kind === 'kubernetes') return target;
  throw new RangeError(`nothing is scored by a Job for a target of the kind ${target.kind}`);
}

function explain(code: 'gate_rows_not_carried' | 'gate_pod_lost', order: ScoringOrder, why: string): StewardError {
  return new StewardError(code, { model: modelText(order), environment: order.environment, why });
}
