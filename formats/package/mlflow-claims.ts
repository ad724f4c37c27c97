import { z } from 'zod';
import { errorText, StewardError } from '../../domain/errors';
import type { PackageClaims } from '../../domain/package/claims';
import type { InputSpec, ValueType } from '../../domain/package/contract';
import { readYaml } from '../read-yaml';
import type { PackageTree } from './package-tree';
import { checkValue, readText } from './read-json';
import { toldText } from './told-text';

export interface MlflowModel {
  readonly claims: PackageClaims;
  /** The folder of the SavedModel below the package's top. */
  readonly folder: string;
}

const file = 'MLmodel';
const json = z.string().max(1_000_000).nullish();
const folderName = z.string().max(200).nullish();

const modelFile = z.looseObject({
  flavors: z.record(z.string(), z.unknown()),
  signature: z.looseObject({ inputs: json, outputs: json }).nullish(),
  mlflow_version: z.union([toldText, z.number().transform(String)], 'must be a text'),
});

const flavor = z.looseObject({ saved_model_dir: folderName, data: folderName });

const numberTypes = ['double', 'float', 'float16', 'float32', 'float64'];
const integerTypes = ['integer', 'long', 'int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64'];
const textTypes = ['string', 'str', 'object', 'binary', 'bytes'];

/** A column, or a tensor with its type one level down. */
const column = z.looseObject({
  name: z.string().min(1).max(200).optional(),
  type: z.string(),
  'tensor-spec': z.looseObject({ dtype: z.string() }).optional(),
});
const columns = z.array(column).max(5_000);

/**
 * What the MLmodel file of an MLflow package says. Only the tensorflow flavour can be served here; which folder holds
 * its SavedModel differs between MLflow 1 (`saved_model_dir`), modules of 2 and 3 (the same) and Keras (`data/model`).
 *
 * Errors: `package_file_broken`, `package_file_wrong`, `mlflow_flavour_missing`.
 */
export async function readMlflowModel(tree: PackageTree): Promise<MlflowModel> {
  const { value, why } = readYaml((await readText(tree, file)) ?? '');
  if (why !== undefined) throw new StewardError('package_file_broken', { file, form: 'YAML', why });
  const model = checkValue(file, value, modelFile);
  const tensorflow = model.flavors['tensorflow'];
  if (tensorflow === undefined)
    throw new StewardError('mlflow_flavour_missing', { flavours: Object.keys(model.flavors).join(', ') || 'none' });
  const { saved_model_dir: folder, data } = checkValue(`${file} flavors.tensorflow`, tensorflow, flavor);
  const inputs = readColumns('inputs', model.signature?.inputs);
  const outputs = readColumns('outputs', model.signature?.outputs);
  return {
    folder: (folder ?? `${data ?? 'data'}/model`).replace(/\/+$/, ''),
    claims: {
      tool: { name: 'MLflow', ...(model.mlflow_version ? { version: model.mlflow_version } : {}) },
      ...(inputs === undefined ? {} : { inputs }),
      ...(outputs === undefined ? {} : { outputs }),
    },
  };
}

/** MLflow keeps its lists as JSON inside the YAML. Undefined when there is none, or when it names no columns. */
function readColumns(key: string, list: string | null | undefined): InputSpec[] | undefined {
  if (list === null || list === undefined) return undefined;
  const place = `${file} signature.${key}`;
  let value: unknown;
  try {
    value = JSON.parse(list);
  } catch (error) {
    throw new StewardError(
      'package_file_broken',
      { file: place, form: 'JSON', why: errorText(error) },
      { cause: error },
    );
  }
  const named = checkValue(place, value, columns).flatMap(({ name, type, 'tensor-spec': tensor }) => {
    const known = valueType(tensor?.dtype ?? type);
    return name === undefined || known === undefined ? [] : [{ name, type: known }];
  });
  return named.length > 0 ? named : undefined;
}

function valueType(type: string): ValueType | undefined {
  if (numberTypes.includes(type)) return 'number';
  if (integerTypes.includes(type)) return 'integer';
  return textTypes.includes(type) ? 'text' : undefined;
}
