import { type Applicant, inputNames } from './applicant';

/** A file that a model can be trained on: the outcome first, then the inputs; nothing where a value is missing. */
export function writeCsv(applicants: readonly Applicant[]): string {
  const lines = applicants.map(({ BAD, inputs }) => [BAD, ...inputNames.map((name) => inputs[name] ?? '')].join(','));
  return `${['BAD', ...inputNames].join(',')}\n${lines.map((line) => `${line}\n`).join('')}`;
}
