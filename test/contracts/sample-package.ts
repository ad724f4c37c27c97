import { cp, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { PackageManifest } from '../../domain/package/manifest';
import { hashBytes } from '../../formats/hash';

/**
 * A package whose archive is a folder: enough for what handles a package's files without a look into them. Another
 * `meaning` is another package.
 */
export async function samplePackage(folder: string, meaning = 'of no meaning') {
  const packagePath = await mkdtemp(join(folder, 'package-'));
  const contents = {
    'saved_model.pb': meaning,
    'variables/variables.index': 'index',
    'variables/variables.data-00000-of-00001': 'weights',
    'assets/wörter.txt': 'Büro',
    'assets-of-no-folder': '',
  };
  for (const [path, content] of Object.entries(contents)) {
    await mkdir(dirname(join(packagePath, path)), { recursive: true });
    await writeFile(join(packagePath, path), content);
  }
  const files = Object.entries(contents).map(([path, content]) => ({
    path,
    size: Buffer.byteLength(content),
    sha256: hashBytes(content),
  }));
  const manifest: PackageManifest = {
    format: 'tensorflow-serving',
    packageDigest: hashBytes(`package ${meaning}`),
    treeDigest: hashBytes(`tree ${meaning}`),
    bytes: 1_000,
    files,
    tool: { name: 'nobody' },
    contract: {
      inputs: [{ name: 'LOAN', type: 'number' }],
      outputs: [{ name: 'P_BAD1', type: 'number' }],
      outcome: { name: 'BAD', event: '1' },
    },
    call: { method: 'regress', signature: 'serving_default', rows: 'examples', score: { kind: 'value' } },
    model: { location: { folder: '1' }, files, signatures: [], ops: ['Const'], frozen: false },
    goldenRows: [],
    goldenTolerance: 1e-5,
    declaredMetrics: [],
    notes: [],
  };
  return { packagePath, manifest };
}

/** The counterpart of `samplePackage`: the model's files are the folder's. */
export async function extractSampleModel(packagePath: string, _manifest: PackageManifest, into: string): Promise<void> {
  await cp(packagePath, into, { recursive: true });
}
