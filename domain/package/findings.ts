import type { UnsupportedOp } from '../model-ops';
import { callText } from './call-text';
import type { InputSpec } from './contract';
import type { PackageFormat, PackageManifest } from './manifest';

const formats: Readonly<Record<PackageFormat, string>> = {
  sas: 'SAS Model Manager',
  'tensorflow-serving': 'TensorFlow Serving',
  mlflow: 'MLflow',
};

/**
 * What registration sees in a package and what Check would say of it, line by line, for people. `unsupported` is what
 * the local model server lacks for it, if anything.
 */
export function describePackage(manifest: PackageManifest, unsupported: UnsupportedOp | undefined): readonly string[] {
  const { contract, model, tool } = manifest;
  const described = [manifest.name, manifest.algorithm].filter((part) => part !== undefined).join(', ');
  return [
    `Package ${manifest.packageDigest}`,
    `${formats[manifest.format]} package, ${countedFiles(manifest.files.length)}, ${manifest.bytes} bytes`,
    ...(described === '' ? [] : [`Model: ${described}`]),
    ...(manifest.description === undefined ? [] : [`Description: ${manifest.description}`]),
    `Made with: ${tool.version === undefined ? tool.name : `${tool.name} ${tool.version}`}`,
    `Outcome: ${contract.outcome.name}, event ${contract.outcome.event}`,
    `Inputs (${contract.inputs.length}): ${contract.inputs.map(inputText).join(', ')}`,
    `Outputs (${contract.outputs.length}): ${contract.outputs.map(({ name, type }) => `${name} ${type}`).join(', ')}`,
    `Call: ${callText(manifest.call)}`,
    `SavedModel: ${modelText(model)}`,
    `Ops (${model.ops.length}): ${model.ops.join(', ')}`,
    evidenceText(manifest),
    ...manifest.declaredMetrics.map(metricText),
    ...manifest.notes.map((note) => `Note: ${note}`),
    unsupported === undefined
      ? 'Local model server: runs every op of this model'
      : `Local model server: does not run the op ${unsupported.op}. ${unsupported.runner}`,
  ];
}

function inputText({ name, type, categories }: InputSpec): string {
  return categories === undefined ? `${name} ${type}` : `${name} ${type} of ${categories.length} known values`;
}

function modelText({ location, files, tensorflow, signatures, frozen }: PackageManifest['model']): string {
  const place = [location.archive, location.folder].filter((part) => part !== undefined && part !== '').join(' / ');
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const names = signatures.map(({ name }) => name).join(', ') || 'none';
  const writer = tensorflow === undefined ? '' : `, written by TensorFlow ${tensorflow}`;
  const weights = frozen ? 'weights in the graph' : 'weights in variables';
  return `${place || 'at the top'}, ${countedFiles(files.length)}, ${bytes} bytes, ${weights}${writer}; signatures: ${names}`;
}

function evidenceText({ goldenRows, goldenTolerance }: PackageManifest): string {
  return goldenRows.length === 0
    ? 'Golden rows: none; Verify would check shape and range of made-up rows only (scores not verified)'
    : `Golden rows: ${goldenRows.length}, to be met within ${goldenTolerance}`;
}

function metricText({ name, value, dataset, rows }: PackageManifest['declaredMetrics'][number]): string {
  const on = dataset === undefined ? '' : ` on ${dataset}`;
  const of = rows === undefined ? '' : ` (${rows} rows)`;
  return `Declared by the package: ${name} ${value}${on}${of}`;
}

function countedFiles(count: number): string {
  return count === 1 ? '1 file' : `${count} files`;
}
