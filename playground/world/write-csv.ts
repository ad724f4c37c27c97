import { type Applicant, inputNames } from './applicant';

/** The column that says which application a row is. */
export const referenceColumn = 'REFERENCE';

/** A file that a model can be trained on: the outcome first, then the inputs; nothing where a value is missing. */
export function writeCsv(applicants: readonly Applicant[]): string {
  return writeLines(
    ['BAD', ...inputNames],
    applicants.map(({ BAD, inputs }) => [BAD, ...inputNames.map((name) => inputs[name] ?? '')]),
  );
}

/** Applications as they come in, to be scored: nobody knows yet how they end. */
export function writeApplications(applicants: readonly Applicant[]): string {
  return writeLines(
    [referenceColumn, ...inputNames],
    applicants.map(({ reference, inputs }) => [reference, ...inputNames.map((name) => inputs[name] ?? '')]),
  );
}

/** What became of them, as it is known later. */
export function writeOutcomes(applicants: readonly Applicant[]): string {
  return writeLines(
    [referenceColumn, 'BAD'],
    applicants.map(({ reference, BAD }) => [reference, BAD]),
  );
}

function writeLines(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return [header, ...rows].map((cells) => `${cells.join(',')}\n`).join('');
}
