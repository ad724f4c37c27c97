import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackageClaims } from '../../domain/package/claims';
import type { MetricsFile } from '../../domain/package/evidence';
import type { PackageManifest } from '../../domain/package/manifest';
import { settleContract } from '../../domain/package/settle-contract';
import type { ContractOverrides } from '../../domain/project';
import { hashJson } from '../hash';
import { describeSavedModel, type SavedModelDescription } from '../saved-model/describe';
import { extractArchive } from '../zip/extract-archive';
import { checkVariables } from './check-variables';
import { readGolden, readMetrics } from './evidence';
import { findModel, type FoundModel } from './find-model';
import { type MlflowModel, readMlflowModel } from './mlflow-claims';
import { type PackageTree, recognisePackage } from './package-tree';
import { prepareArchive } from './prepare-archive';
import { requireWholeTexts } from './require-whole-texts';
import { readSasClaims } from './sas-claims';

/** Without golden rows nothing is compared; with them their file says how closely. */
const usualTolerance = 1e-5;

/**
 * Reads a package that nobody vouches for into its manifest: a SAS Model Manager zip, a TensorFlow Serving zip or
 * folder, an MLflow model folder or zip. Nothing of it is run. `workDir` is created and must not exist; it keeps the
 * bytes that were judged as `package.zip`, and is the caller's to remove.
 *
 * Errors: every reason of the group `package`, and `saved_model_…`.
 */
export async function inspectPackage(
  path: string,
  workDir: string,
  overrides?: ContractOverrides,
): Promise<PackageManifest> {
  await mkdir(workDir);
  const prepared = await prepareArchive(path, workDir);
  const directory = join(workDir, 'files');
  const files = await extractArchive(prepared.archive, directory, { name: prepared.name });
  const tree = recognisePackage(prepared.name, directory, files);
  const mlflow = tree.format === 'mlflow' ? await readMlflowModel(tree) : undefined;
  const model = await findModel(tree, mlflow?.folder, join(workDir, 'model'));
  const graph = describeSavedModel(await readFile(join(model.directory, 'saved_model.pb')));
  checkVariables(model.files, graph.hasVariables);
  const metrics = await readMetrics(tree);
  const claims = await readClaims(tree, mlflow, graph, metrics);
  const settled = settleContract(claims, graph, overrides);
  const golden = await readGolden(tree, settled.contract);
  const { name, description, tool, algorithm } = claims;
  const manifest: PackageManifest = {
    format: tree.format,
    packageDigest: prepared.digest,
    treeDigest: hashTree(tree),
    bytes: prepared.bytes,
    files,
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    tool,
    ...(algorithm === undefined ? {} : { algorithm }),
    contract: settled.contract,
    call: settled.call,
    model: describeModel(model, graph),
    goldenRows: golden?.rows ?? [],
    goldenTolerance: golden?.tolerance ?? usualTolerance,
    declaredMetrics: metrics?.metrics ?? [],
    notes: settled.notes,
  };
  requireWholeTexts(manifest);
  return manifest;
}

function hashTree({ files, top }: PackageTree): PackageManifest['treeDigest'] {
  return hashJson(files.map(({ path, size, sha256 }) => ({ path: path.slice(top.length), size, sha256 })));
}

function describeModel({ location, files }: FoundModel, graph: SavedModelDescription): PackageManifest['model'] {
  const { tensorflow, signatures, ops, hasVariables } = graph;
  return {
    location,
    files,
    ...(tensorflow === undefined ? {} : { tensorflow }),
    signatures,
    ops,
    frozen: !hasVariables,
  };
}

/** The package's own description, completed by what its trainer declares and what wrote its graph. */
async function readClaims(
  tree: PackageTree,
  mlflow: MlflowModel | undefined,
  graph: SavedModelDescription,
  metrics: MetricsFile | undefined,
): Promise<PackageClaims> {
  const trained: PackageClaims | undefined = metrics && {
    tool: metrics.trainer,
    algorithm: metrics.algorithm,
    outcome: metrics.outcome,
  };
  const { tensorflow } = graph;
  const exported = { tool: { name: 'TensorFlow', ...(tensorflow === undefined ? {} : { version: tensorflow }) } };
  const own = tree.format === 'sas' ? await readSasClaims(tree) : mlflow?.claims;
  return { ...exported, ...trained, ...own };
}
