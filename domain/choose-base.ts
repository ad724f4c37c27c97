import { StewardError } from './errors';
import type { PackageManifest } from './package/manifest';
import type { BaseRule, TargetSpec } from './project';

/** What a rule of `serving.bases` is asked about. */
export interface BaseQuestion {
  readonly manifest: Pick<PackageManifest, 'model' | 'packageDigest'>;
  readonly target: TargetSpec['kind'];
  /** Of the version, for the words of the error. */
  readonly version: string;
  readonly environment: string;
}

/** The first rule whose conditions all hold. Throws `base_rule_missing`. */
export function chooseBase(bases: readonly BaseRule[], question: BaseQuestion): BaseRule {
  const rule = bases.find((one) => holds(one, question));
  if (rule) return rule;
  const { manifest, target, version, environment } = question;
  const { tensorflow = 'a TensorFlow that it does not tell', ops } = manifest.model;
  throw new StewardError('base_rule_missing', { version, environment, target, tensorflow, ops: ops.length });
}

/** Whether an environment's target can come to a rule at all. */
export function isForTarget({ when }: BaseRule, target: TargetSpec['kind']): boolean {
  return when?.target === undefined || when.target === target;
}

function holds(rule: BaseRule, { manifest, target }: BaseQuestion): boolean {
  const { ops, tensorflow } = rule.when ?? {};
  return (
    isForTarget(rule, target) &&
    (ops === undefined || ops.some((pattern) => manifest.model.ops.some((op) => matches(pattern, op)))) &&
    (tensorflow === undefined || isVersion(tensorflow, manifest.model.tensorflow))
  );
}

/** A `*` at the end stands for whatever follows. */
function matches(pattern: string, op: string): boolean {
  return pattern.endsWith('*') ? op.startsWith(pattern.slice(0, -1)) : op === pattern;
}

/** `2.3` is 2.3 itself and all of its patches, and not 2.30. */
function isVersion(wanted: string, saved: string | undefined): boolean {
  return saved !== undefined && (saved === wanted || saved.startsWith(`${wanted}.`) || saved.startsWith(`${wanted}-`));
}
