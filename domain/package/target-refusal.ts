import { unsupportedOp } from '../model-ops';
import type { TargetSpec } from '../project';
import type { PackageManifest } from './manifest';

/** Why a kind of target cannot run a model, without asking the target; undefined when nothing speaks against it. */
export function targetRefusal(
  target: TargetSpec,
  manifest: Pick<PackageManifest, 'model'>,
): { readonly code: 'op_not_supported'; readonly details: Record<string, string> } | undefined {
  switch (target.kind) {
    case 'local': {
      const missing = unsupportedOp(manifest.model.ops);
      return missing && { code: 'op_not_supported', details: { op: missing.op, runner: missing.runner } };
    }
    // What the image's model server can run, it says itself when it is staged.
    case 'docker':
    case 'kubernetes':
      return undefined;
  }
}
