import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StewardError } from '../../../domain/errors';
import type { PackageManifest } from '../../../domain/package/manifest';
import type { ContractOverrides } from '../../../domain/project';
import { hashBytes } from '../../../formats/hash';
import { inspectPackage } from '../../../formats/package/inspect-package';
import { writeZip, type ZipEntry } from '../../../formats/zip/write-zip';
import {
  classify,
  inputVariables,
  json,
  modelProperties,
  sampleFiles,
  sampleGraph,
  tensor,
} from '../../support/sample-packages';
import { scratchFolder } from '../../support/scratch-folder';
import { itWithData, testData } from '../saved-model/test-models';

const folder = scratchFolder();
let count = 0;
const project: ContractOverrides = { outcome: { name: 'BAD', event: '1' } };

function inspect(entries: readonly ZipEntry[], overrides: ContractOverrides | undefined = project) {
  count += 1;
  const path = join(folder, `p${count}.zip`);
  writeFileSync(path, writeZip(entries));
  return inspectPackage(path, join(folder, `p${count}`), overrides);
}

async function refusal(entries: readonly ZipEntry[], overrides?: ContractOverrides): Promise<StewardError> {
  const error: unknown = await inspect(entries, overrides).then(
    () => new Error('it was accepted'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof StewardError) return error;
  throw error;
}

function below(top: string, entries: readonly ZipEntry[]): ZipEntry[] {
  return entries.map(({ path, bytes }) => ({ path: `${top}${path}`, bytes }));
}

const bare = [{ path: '1/saved_model.pb', bytes: sampleGraph() }];

describe('package: SAS Model Manager', () => {
  it('reads model, contract and call', async () => {
    const manifest = await inspect(sampleFiles());
    expect(manifest).toMatchObject({
      format: 'sas',
      name: 'sample',
      algorithm: 'Gradient boosting',
      tool: { name: 'Python 3', version: '3.8.5' },
      contract: {
        inputs: [
          { name: 'LOAN', type: 'number' },
          { name: 'REASON', type: 'text' },
        ],
        outputs: [{ name: 'P_BAD1', type: 'number' }],
        outcome: { name: 'BAD', event: '1' },
      },
      call: {
        method: 'classify',
        signature: 'serving_default',
        rows: 'examples',
        score: { kind: 'label', label: '1' },
      },
      model: { location: { folder: '1' }, frozen: true, tensorflow: '2.21.0' },
      notes: [],
    });
    expect(manifest.packageDigest).toBe(hashBytes(writeZip(sampleFiles())));
  });

  it('stands without a project when it tells its outcome itself', async () => {
    count += 1;
    const path = join(folder, `p${count}.zip`);
    writeFileSync(path, writeZip(sampleFiles()));
    const { contract } = await inspectPackage(path, join(folder, `p${count}`));
    expect(contract.outcome).toEqual({ name: 'BAD', event: '1' });
  });

  it.each([
    ['the number 1', 1],
    ['the text 1', '1'],
    ['a text with blanks', ' 1 '],
  ])('takes %s as the event', async (_what, targetEvent) => {
    const files = sampleFiles({ 'ModelProperties.json': { ...modelProperties, targetEvent } });
    expect((await inspect(files)).contract.outcome.event).toBe('1');
  });

  it('reads lengths with a fraction, blanks for unknown, and a byte order mark', async () => {
    const properties = Buffer.from(`\uFEFF${JSON.stringify({ ...modelProperties, trainTable: ' ', algorithm: ' ' })}`);
    const inputs = inputVariables.map((input) => ({ ...input, length: 7.5 }));
    const manifest = await inspect(sampleFiles({ 'ModelProperties.json': properties, 'inputVar.json': inputs }));
    expect(manifest.algorithm).toBeUndefined();
    expect(manifest.contract.inputs).toHaveLength(2);
  });

  it('finds the lists of variables under the names that fileMetadata.json gives them', async () => {
    const metadata = [{ role: 'inputVariables', name: 'in.json' }];
    const files = sampleFiles({ 'fileMetadata.json': metadata, 'in.json': inputVariables, 'inputVar.json': undefined });
    expect((await inspect(files)).contract.inputs).toHaveLength(2);
  });

  it('reads the same below one top folder, with the same tree digest', async () => {
    const [flat, deep] = [await inspect(sampleFiles()), await inspect(below('champion/', sampleFiles()))];
    expect(deep.model.location).toEqual({ folder: 'champion/1' });
    expect(deep.treeDigest).toBe(flat.treeDigest);
    expect(deep.packageDigest).not.toBe(flat.packageDigest);
    expect({ ...deep.contract, ...deep.call }).toEqual({ ...flat.contract, ...flat.call });
  });

  it('does not mind what macOS adds to a zip', async () => {
    const litter = ['__MACOSX/champion/._inputVar.json', 'champion/.DS_Store'].map((path) => json(path, 0));
    expect((await inspect([...below('champion/', sampleFiles()), ...litter])).format).toBe('sas');
  });

  it('finds the SavedModel in a zip inside, below a version folder or at its top', async () => {
    for (const prefix of ['1603087114/', '']) {
      const nested = writeZip([{ path: `${prefix}saved_model.pb`, bytes: sampleGraph() }]);
      const files = below('champion/', sampleFiles({ '1/saved_model.pb': undefined, 'model.zip': nested }));
      const { model } = await inspect(files);
      expect(model.location).toEqual({ archive: 'champion/model.zip', folder: prefix.replace('/', '') });
      expect(model.files.map(({ path }) => path)).toEqual(['saved_model.pb']);
    }
  });

  it('keeps the categories that the reference trainer lists', async () => {
    const [loan, reason] = inputVariables;
    const inputs = [loan, { ...reason, categories: ['DebtCon', 'HomeImp'] }];
    const { contract } = await inspect(sampleFiles({ 'inputVar.json': inputs }));
    expect(contract.inputs[1]?.categories).toEqual(['DebtCon', 'HomeImp']);
  });

  it('takes whole numbers where the graph does, whatever the list says, and notes it', async () => {
    const graph = sampleGraph({ features: { LOAN: 'DT_INT64', REASON: 'DT_STRING' } });
    const manifest = await inspect(sampleFiles({ '1/saved_model.pb': graph }));
    expect(manifest.contract.inputs[0]).toEqual({ name: 'LOAN', type: 'integer' });
    expect(manifest.notes).toEqual([
      'LOAN is listed as number; the graph takes whole numbers, and so does the contract.',
    ]);
  });
});

describe('package: TensorFlow Serving', () => {
  it('reads inputs from the graph and the outcome from the project', async () => {
    const manifest = await inspect(bare);
    expect(manifest).toMatchObject({
      format: 'tensorflow-serving',
      tool: { name: 'TensorFlow', version: '2.21.0' },
      contract: {
        inputs: [
          { name: 'LOAN', type: 'number' },
          { name: 'REASON', type: 'text' },
        ],
        outcome: { name: 'BAD', event: '1' },
      },
    });
    expect(manifest.notes).toContain('The package lists no inputs; they are read from the graph.');
  });

  it('reads a folder as the one zip of its files', async () => {
    const source = join(folder, 'as-folder');
    for (const { path, bytes } of bare) {
      mkdirSync(dirname(join(source, path)), { recursive: true });
      writeFileSync(join(source, path), bytes);
    }
    const manifest = await inspectPackage(source, join(folder, 'as-folder-work'), project);
    expect(manifest.packageDigest).toBe(hashBytes(writeZip(bare)));
  });

  it('keeps only the files of the SavedModel for serving', async () => {
    const names = ['variables/variables.index', 'variables/variables.data-00000-of-00001', 'assets/words.txt'];
    const more = [...names, 'train.py', 'debug/x'].map((name) => json(`1/${name}`, 0));
    const { model, files } = await inspect([...bare, ...more]);
    expect(model.files.map(({ path }) => path)).toEqual([
      'assets/words.txt',
      'saved_model.pb',
      'variables/variables.data-00000-of-00001',
      'variables/variables.index',
    ]);
    expect(files).toHaveLength(6);
  });
});

describe('package: MLflow', () => {
  const signature = `inputs: '[{"name":"LOAN","type":"double"},{"name":"REASON","type":"string"}]'`;

  function mlflow(flavor: string, files: readonly ZipEntry[]): ZipEntry[] {
    const text = `mlflow_version: 3.17.2\nflavors:\n  ${flavor}\nsignature:\n  ${signature}\n  outputs: null\n`;
    return [{ path: 'MLmodel', bytes: Buffer.from(text) }, ...files];
  }

  it('finds the SavedModel where the tensorflow flavour says', async () => {
    const files = mlflow('tensorflow: { saved_model_dir: tf2model, model_type: tf2-module }', [
      { path: 'tf2model/saved_model.pb', bytes: sampleGraph() },
    ]);
    expect(await inspect(below('model/', files))).toMatchObject({
      format: 'mlflow',
      tool: { name: 'MLflow', version: '3.17.2' },
      model: { location: { folder: 'model/tf2model' } },
      contract: {
        inputs: [
          { name: 'LOAN', type: 'number' },
          { name: 'REASON', type: 'text' },
        ],
      },
    });
  });

  it('finds the SavedModel of a Keras model', async () => {
    const files = mlflow('tensorflow: { data: data, model_type: keras }', [
      { path: 'data/model/saved_model.pb', bytes: sampleGraph() },
    ]);
    expect((await inspect(files)).model.location).toEqual({ folder: 'data/model' });
  });

  it('reads the columns of a vector in the order of the signature', async () => {
    const predict = {
      method: 'tensorflow/serving/predict',
      inputs: { dense: tensor('DT_FLOAT', -1, 2) },
      outputs: { output_0: tensor('DT_FLOAT', -1, 1) },
    };
    const graph = sampleGraph({ features: {}, signatures: { serving_default: predict } });
    const text =
      'flavors: { tensorflow: { saved_model_dir: m } }\n' +
      `signature: { inputs: '[{"name":"B","type":"double"},{"name":"A","type":"long"}]' }\n`;
    const files = [
      { path: 'MLmodel', bytes: Buffer.from(text) },
      { path: 'm/saved_model.pb', bytes: graph },
    ];
    const { contract, call } = await inspect(files);
    expect(contract.inputs.map(({ name }) => name)).toEqual(['B', 'A']);
    expect(call).toEqual({
      method: 'predict',
      signature: 'serving_default',
      rows: 'vector',
      score: { kind: 'output', output: 'output_0', index: 0 },
    });
  });

  it.each([
    ['another flavour', 'sklearn: { pickled_model: model.pkl }', 'mlflow_flavour_missing'],
    ['a folder out of the package', 'tensorflow: { saved_model_dir: ../../etc }', 'saved_model_missing'],
    ['a folder of a wrong type', 'tensorflow: { saved_model_dir: 7 }', 'package_file_wrong'],
    ['broken YAML', 'tensorflow: { saved_model_dir: [', 'package_file_broken'],
  ])('refuses %s', async (_what, flavor, code) => {
    expect((await refusal(mlflow(flavor, bare))).code).toBe(code);
  });
});

describe('package: what is refused', () => {
  it.each<[string, ZipEntry[], string, string]>([
    [
      'a zip of something else',
      [json('readme.json', 1)],
      'package_format_unknown',
      'none of the kinds of model package',
    ],
    ['two version folders', [...bare, ...below('2', bare)], 'package_two_versions', '1, 21'],
    ['a second version folder without a model', [...bare, json('2/x', 0)], 'package_two_versions', '1, 2'],
    [
      'a model in a folder and one in a zip',
      sampleFiles({ 'model.zip': writeZip(bare) }),
      'package_two_models',
      '1, model.zip',
    ],
    ['no saved_model.pb', [json('1/variables/variables.index', 0)], 'saved_model_missing', 'in 1'],
    ['no model at all', sampleFiles({ '1/saved_model.pb': undefined }), 'saved_model_missing', 'p'],
    ['a model in text form', [json('1/saved_model.pbtxt', 0)], 'saved_model_as_text', 'saved_model.pb'],
    [
      'a zip in a zip in a zip',
      sampleFiles({ '1/saved_model.pb': undefined, 'a.zip': writeZip([{ path: 'b.zip', bytes: writeZip(bare) }]) }),
      'saved_model_missing',
      'a.zip',
    ],
    [
      'two versions in the zip inside',
      sampleFiles({ '1/saved_model.pb': undefined, 'a.zip': writeZip([...bare, ...below('2', bare)]) }),
      'package_two_versions',
      '1, 21',
    ],
    [
      'a zip inside that is none',
      sampleFiles({ '1/saved_model.pb': undefined, 'a.zip': Buffer.from('PK no zip') }),
      'not_a_zip',
      'a.zip',
    ],
    [
      'a saved_model.pb that is cut off',
      [{ path: '1/saved_model.pb', bytes: sampleGraph().subarray(0, -40) }],
      'saved_model_unreadable',
      'saved_model.pb',
    ],
    [
      'an outcome of another project',
      sampleFiles({ 'ModelProperties.json': { ...modelProperties, targetVariable: 'CHURN' } }),
      'outcome_differs',
      'predicts CHURN; the project is about BAD',
    ],
  ])('%s', async (_what, files, code, words) => {
    const refused = await refusal(files);
    expect(refused.code).toBe(code);
    expect(refused.message).toContain(words);
  });

  it('weights that are not whole, by the name of what is missing', async () => {
    const weights = (...names: string[]) => [...bare, ...names.map((name) => json(`1/variables/variables.${name}`, 0))];
    const missing = async (files: ZipEntry[]) => (await refusal(files)).details['what'];
    expect(await missing(weights('data-00000-of-00001'))).toBe('variables/variables.index');
    expect(await missing(weights('index'))).toBe('variables/variables.data-00000-of-00001');
    expect(await missing(weights('index', 'data-00000-of-00003', 'data-00002-of-00003'))).toBe(
      'variables/variables.data-00001-of-00003',
    );
    expect(await missing(weights('index', 'data-00000-of-00001', 'data-00000-of-00002'))).toContain('its parts are of');
    const reader = [{ path: '1/saved_model.pb', bytes: sampleGraph({ readsVariables: true }) }];
    expect(await missing(reader)).toBe('variables/variables.index');
  });

  it('wrong JSON types, each with its file and path', async () => {
    const files = sampleFiles({
      'inputVar.json': [
        { name: 'LOAN', type: 'decimal', length: '8' },
        { name: 5, type: 'blob' },
        { name: 'LOAN', type: 'string' },
      ],
    });
    expect((await refusal(files)).details['problems']).toBe(
      [
        '- inputVar.json [0].length: must be a number, not "8"',
        '- inputVar.json [1].name: must be text, not 5',
        '- inputVar.json [1].type: must be one of decimal, double, integer, string, char (here: "blob")',
      ].join('\n'),
    );
    const doubled = sampleFiles({ 'inputVar.json': [inputVariables[0], inputVariables[0]] });
    expect((await refusal(doubled)).message).toContain('- inputVar.json [1].name: comes twice');
    const properties = sampleFiles({ 'ModelProperties.json': { ...modelProperties, targetEvent: [1], name: {} } });
    expect((await refusal(properties)).details['count']).toBe(2);
    const list = sampleFiles({ 'inputVar.json': { LOAN: 'decimal' } });
    expect((await refusal(list)).message).toContain('- inputVar.json (top): must be a list');
  });

  it('broken JSON, with the file', async () => {
    const refused = await refusal(sampleFiles({ 'outputVar.json': Buffer.from('[{"name": NaN') }));
    expect([refused.code, refused.details['file']]).toEqual(['package_file_broken', 'outputVar.json']);
  });

  it('a description of 5 MB', async () => {
    const refused = await refusal(sampleFiles({ 'inputVar.json': Buffer.alloc(5_000_000, ' ') }));
    expect(refused.code).toBe('package_file_too_large');
  });

  it('a package that is not there', async () => {
    await expect(inspectPackage(join(folder, 'none.zip'), join(folder, 'none'), project)).rejects.toMatchObject({
      code: 'package_missing',
    });
  });

  it('never shows invisible characters that a package brings', async () => {
    const name = 'good\u001b[2Jname\u202E';
    const manifest = await inspect(sampleFiles({ 'ModelProperties.json': { ...modelProperties, name } }));
    expect(manifest.name).toBe('good [2Jname');
    const graph = sampleGraph({ features: { 'LO\nAN': 'DT_FLOAT' }, signatures: { serving_default: classify } });
    expect((await refusal([{ path: '1/saved_model.pb', bytes: graph }])).message).toContain('invisible characters');
  });
});

describe('package: evidence', () => {
  const row = { inputs: { LOAN: 1100, REASON: null }, score: 0.25 };
  const metrics = {
    trainer: { name: 'reference', version: '1' },
    algorithm: 'histogram gradient boosting',
    outcome: { name: 'BAD', event: '1' },
    seed: 8,
    parameters: { rounds: 100 },
    rounds: 87,
    split: {
      kind: 'hash',
      trainingRows: 9,
      trainingEvents: 2,
      validationRows: 1,
      validationEvents: 1,
      said: 'by hash',
    },
    metrics: [{ name: 'ks', value: 0.87, dataset: 'validation', rows: 536 }],
    confusion: [],
    notes: [],
  };

  it('reads golden rows and declared metrics', async () => {
    const golden = { tolerance: 1e-6, rows: [row] };
    const manifest = await inspect(sampleFiles({ 'golden.json': golden, 'metrics.json': metrics }));
    expect(manifest).toMatchObject({ goldenRows: [row], goldenTolerance: 1e-6, declaredMetrics: metrics.metrics });
  });

  it('takes outcome and tool from metrics.json where nothing else tells them', async () => {
    count += 1;
    const path = join(folder, `p${count}.zip`);
    writeFileSync(path, writeZip([...bare, json('metrics.json', metrics)]));
    const manifest = await inspectPackage(path, join(folder, `p${count}`));
    expect(manifest.contract.outcome).toEqual({ name: 'BAD', event: '1' });
    expect(manifest.tool).toEqual({ name: 'reference', version: '1' });
  });

  it.each([
    [
      { tolerance: 1e-6, rows: [{ ...row, inputs: { LAON: 1 } }] },
      'golden.json rows[0].inputs.LAON: is no input of the model',
    ],
    [
      { tolerance: 1e-6, rows: [{ ...row, inputs: { LOAN: '1' } }] },
      'golden.json rows[0].inputs.LOAN: must be a number or null',
    ],
    [
      { tolerance: 1e-6, rows: [{ ...row, inputs: { REASON: 1 } }] },
      'golden.json rows[0].inputs.REASON: must be a text or null',
    ],
    [{ tolerance: 1e-6, rows: [{ ...row, score: 'high' }] }, 'golden.json rows[0].score: must be a number, not "high"'],
    [{ tolerance: 1, rows: [row] }, 'golden.json tolerance: must be at most 0.01, not 1'],
    [{ tolerance: 1e-6, rows: [] }, 'golden.json rows: must have at least 1 entry'],
    [{ tolerance: 1e-6, rows: Array(201).fill(row) }, 'golden.json rows: must have at most 200 entries'],
    [{ tolerance: 1e-6, row: [row], rows: [row] }, 'golden.json row: is not known here; did you mean "rows"?'],
  ])('refuses golden rows %#', async (golden, words) => {
    const refused = await refusal(sampleFiles({ 'golden.json': golden }));
    expect(refused.code).toBe('package_file_wrong');
    expect(refused.message).toContain(words);
  });

  it('refuses metrics of wrong types', async () => {
    const wrong = { ...metrics, metrics: [{ name: 'ks', value: '0.87' }] };
    expect((await refusal(sampleFiles({ 'metrics.json': wrong }))).message).toContain(
      'metrics.json metrics[0].value: must be a number, not "0.87"',
    );
  });
});

describe('package: the reference system’s own', () => {
  const outcome: ContractOverrides = project;
  const read = (path: string, name: string): Promise<PackageManifest> =>
    inspectPackage(join(testData ?? '', path), join(folder, name), outcome);

  itWithData('champion.zip: 12 inputs, 4 outputs, the SavedModel in the zip inside, classify', async () => {
    const manifest = await read('data/champion.zip', 'champion');
    expect(manifest.packageDigest).toBe('sha256:d5dd5b9136430df15f021488ee8950649963c83354f0a69b80015136c4d155ef');
    expect([manifest.contract.inputs.length, manifest.contract.outputs.length]).toEqual([12, 4]);
    expect(manifest.contract.outcome).toEqual({ name: 'BAD', event: '1' });
    expect(manifest.model.location).toEqual({ archive: 'champion/1603087114.zip', folder: '1603087114' });
    expect(manifest.model.files).toHaveLength(3);
    expect(manifest.tool).toEqual({ name: 'Python 3', version: '3.8.5' });
    expect(manifest.algorithm).toBe('Boosted Tree');
    expect(manifest.call).toEqual({
      method: 'classify',
      signature: 'serving_default',
      rows: 'examples',
      score: { kind: 'label', label: '1' },
    });
    expect(manifest.notes).toEqual([]);
  });

  itWithData('the example folder: TensorFlow Serving, 12 inputs from the graph', async () => {
    const manifest = await read('tensorflow/example', 'example');
    expect([manifest.format, manifest.contract.inputs.length]).toEqual(['tensorflow-serving', 12]);
    expect(manifest.model.files.map(({ path }) => path)).toEqual([
      'fingerprint.pb',
      'saved_model.pb',
      'variables/variables.data-00000-of-00001',
      'variables/variables.index',
    ]);
    expect(manifest.call).toMatchObject({ method: 'classify', signature: 'serving_default' });
  });
});
