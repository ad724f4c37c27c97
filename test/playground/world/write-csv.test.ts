import { readTable } from '../../../formats/csv/read-table';
import { inputNames } from '../../../playground/world/applicant';
import { generateApplicants } from '../../../playground/world/generate-applicants';
import { referenceColumn, writeApplications, writeCsv, writeOutcomes } from '../../../playground/world/write-csv';

it('world: writes a file with the outcome first and nothing where a value is missing', () => {
  const applicants = generateApplicants({ seed: 3, rows: 40 });
  const table = readTable(Buffer.from(writeCsv(applicants)));
  expect(table.names).toEqual(['BAD', ...inputNames]);
  expect(table.rows).toBe(40);
  applicants.forEach(({ BAD, inputs }, row) => {
    const cells = table.cells.map((column) => column[row]);
    expect(cells).toEqual([String(BAD), ...inputNames.map((name) => String(inputs[name] ?? ''))]);
  });
});

it('world: writes applications without their outcomes, and the outcomes for later, under the same references', () => {
  const applicants = generateApplicants({ seed: 3, rows: 40 });
  const applications = readTable(Buffer.from(writeApplications(applicants)));
  const outcomes = readTable(Buffer.from(writeOutcomes(applicants)));
  expect(applications.names).toEqual([referenceColumn, ...inputNames]);
  expect(outcomes.names).toEqual([referenceColumn, 'BAD']);
  expect(applications.cells[0]).toEqual(outcomes.cells[0]);
  expect(new Set(outcomes.cells[0]).size).toBe(40);
  expect(outcomes.cells[1]).toEqual(applicants.map(({ BAD }) => String(BAD)));
});
