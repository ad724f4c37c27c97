import type { PackageFormat } from '../../domain/package/manifest';

const titles: Readonly<Record<PackageFormat, string>> = {
  sas: 'SAS Model Manager package',
  'tensorflow-serving': 'TensorFlow Serving package',
  mlflow: 'MLflow model',
};

export function formatTitle(format: PackageFormat): string {
  return titles[format];
}
