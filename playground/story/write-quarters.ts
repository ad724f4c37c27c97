import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { messageOf, PlaygroundFailure } from '../client/failure';
import { inputNames } from '../world/applicant';
import { createRandom } from '../world/random';
import { referenceColumn } from '../world/write-csv';
import type { Batch } from './choose-data';

export const quarterFiles = ['perf_1_q1.csv', 'perf_2_q2.csv'] as const;

/** The order in which a quarter's applicants come; their files are sorted by amount. */
const orderSeed = 1;

/** The two quarters of HMEQ in a seeded order, cut into batches of `rows`; references say quarter and line of the file. */
export async function writeQuarters(folder: string, source: string, rows: number): Promise<readonly Batch[]> {
  await mkdir(folder, { recursive: true });
  const batches: Batch[] = [];
  for (const [at, file] of quarterFiles.entries()) {
    const quarter = `Q${at + 1}`;
    const applicants = shuffle(await readQuarter(path.join(source, file), quarter.toLowerCase()), at);
    for (let first = 0; first < applicants.length; first += rows)
      batches.push(
        await writeBatch(folder, `${quarter}, part ${first / rows + 1}`, applicants.slice(first, first + rows)),
      );
  }
  return batches;
}

interface Line {
  readonly reference: string;
  readonly inputs: readonly string[];
  readonly outcome: string;
}

async function readQuarter(file: string, quarter: string): Promise<Line[]> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new PlaygroundFailure(`${file} cannot be read: ${messageOf(error)}.`);
  });
  const [header = '', ...lines] = text.trim().split(/\r?\n/);
  const names = header.split(';');
  const places = [...inputNames, 'BAD'].map((name) => names.indexOf(name));
  if (places.includes(-1) || text.includes('"'))
    throw new PlaygroundFailure(`${file} is not a plain file with semicolons and the columns of HMEQ.`);
  return lines.map((line, at) => {
    const cells = line.split(';');
    const found = places.map((place) => cells[place] ?? '');
    const reference = `${quarter}-${String(at + 1).padStart(5, '0')}`;
    return { reference, inputs: found.slice(0, -1), outcome: found.at(-1) ?? '' };
  });
}

/** The shuffle of Fisher and Yates. */
function shuffle(lines: Line[], stream: number): readonly Line[] {
  const random = createRandom(orderSeed, stream);
  for (let last = lines.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random.next() * (last + 1));
    const [one, two] = [lines[last], lines[other]];
    if (one && two) [lines[last], lines[other]] = [two, one];
  }
  return lines;
}

async function writeBatch(folder: string, name: string, lines: readonly Line[]): Promise<Batch> {
  const file = path.join(folder, name.toLowerCase().replace(/\W+/g, '-'));
  const [applications, outcomes] = [`${file}.csv`, `${file}-outcomes.csv`];
  const text = (rows: readonly (readonly string[])[]): string => rows.map((cells) => `${cells.join(',')}\n`).join('');
  const inputs = lines.map(({ reference, inputs: cells }) => [reference, ...cells]);
  await writeFile(applications, text([[referenceColumn, ...inputNames], ...inputs]));
  await writeFile(
    outcomes,
    text([[referenceColumn, 'BAD'], ...lines.map(({ reference, outcome }) => [reference, outcome])]),
  );
  return { name, applications, outcomes };
}
