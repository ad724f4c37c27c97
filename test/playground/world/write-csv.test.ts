import { readTable } from '../../../formats/csv/read-table';
import { inputNames } from '../../../playground/world/applicant';
import { generateApplicants } from '../../../playground/world/generate-applicants';
import { writeCsv } from '../../../playground/world/write-csv';

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
