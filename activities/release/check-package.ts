import path from 'node:path';
import { beginStep, finishStep } from '../../database/advance-release';
import { listEvaluations } from '../../database/evaluations';
import { findServing } from '../../database/servings';
import { getVersion } from '../../database/versions';
import { StewardError } from '../../domain/errors';
import { releaseName } from '../../domain/ids';
import { type MeasuredKs, measuredKs } from '../../domain/monitoring/measured-ks';
import { diffContracts } from '../../domain/package/diff-contract';
import type { PackageManifest } from '../../domain/package/manifest';
import type { Release, ReleaseEvidence } from '../../domain/release/release';
import type { ReleaseDependencies, ReleaseKey } from './dependencies';
import { readSubject } from './read-subject';

/**
 * Check: fetches the package by digest, reads it again as if it were new, compares it with what was registered, the
 * contract with what serves, and asks the target whether it can run it.
 */
export async function checkPackage(deps: ReleaseDependencies, { release: number }: ReleaseKey): Promise<void> {
  const release = await deps.database.transaction((tx) => beginStep(tx, number, 'check', deps.now()));
  const { target, version } = await readSubject(deps, release);
  const { manifest } = version;
  await requireIntact(deps, release, manifest);
  const refusal = target.supports(manifest);
  if (refusal) throw new StewardError(refusal.code, refusal.details);
  const evidence = await gatherEvidence(deps, release, manifest);
  const detail = describeCheck(evidence);
  await deps.database.transaction((tx) =>
    finishStep(tx, number, 'check', { at: deps.now(), detail, change: { evidence } }),
  );
}

/** Reads the package again as if it were new. Contract and call are those that its registration settled. */
async function requireIntact(deps: ReleaseDependencies, release: Release, manifest: PackageManifest): Promise<void> {
  const found = await deps.withWorkDirectory(async (directory) => {
    const archive = path.join(directory, 'package.zip');
    await deps.registry.fetchPackage(release.project, release.version, archive);
    return deps.inspect(archive, path.join(directory, 'work'), { outcome: manifest.contract.outcome });
  });
  const intact = found.packageDigest === release.packageDigest && found.treeDigest === manifest.treeDigest;
  if (!intact) throw new StewardError('subject_changed', { what: 'package', release: releaseName(release.number) });
}

async function gatherEvidence(
  deps: ReleaseDependencies,
  release: Release,
  manifest: PackageManifest,
): Promise<ReleaseEvidence> {
  const serving = await findServing(deps.database, release.project, release.environment);
  const before = serving && (await getVersion(deps.database, release.project, serving.version));
  const difference = before ? diffContracts(before.manifest, manifest) : { breaking: [], changes: [] };
  return {
    contract: { ...difference, inputs: manifest.contract.inputs.length },
    goldenRows: manifest.goldenRows.length,
    declaredMetrics: manifest.declaredMetrics,
    notes: manifest.notes,
    ...(serving
      ? { served: { version: serving.version, ...(await findMeasured(deps, release, serving.version)) } }
      : {}),
  };
}

/** What the deciders know of the model that would be replaced: its newest window that counted there. */
async function findMeasured(
  deps: ReleaseDependencies,
  { project, environment }: Release,
  version: string,
): Promise<{ measured?: MeasuredKs }> {
  const [newest] = await listEvaluations(deps.database, { project, environment, version, counted: true, limit: 1 });
  const measured = newest && measuredKs(newest);
  return measured ? { measured } : {};
}

function describeCheck(evidence: ReleaseEvidence): string {
  const { breaking, changes } = evidence.contract;
  const contract = !evidence.served
    ? 'no contract to compare with yet'
    : breaking.length > 0
      ? `${breaking.length} breaking change(s) to the contract`
      : changes.length > 0
        ? `${changes.length} change(s) to the contract, none breaking`
        : 'contract unchanged';
  const rows = evidence.goldenRows > 0 ? `${evidence.goldenRows} golden rows` : 'no golden rows';
  return `package intact, ${contract}, ${rows}`;
}
