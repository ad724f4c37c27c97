import { readFile } from 'node:fs/promises';
import { messageOf, PlaygroundFailure } from '../client/failure';

export interface TestRow {
  /** As written in the file; what is missing is left out. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Whether the loan went bad. */
  readonly event: boolean;
}

const outcome = 'BAD';

/** The rows of a plain CSV file (commas, no quotes) whose column BAD says what became true. */
export async function readRows(file: string): Promise<readonly TestRow[]> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new PlaygroundFailure(`${file} cannot be read: ${messageOf(error)}.`);
  });
  const [header = '', ...lines] = text.trim().split(/\r?\n/);
  const names = header.split(',');
  if (!names.includes(outcome) || text.includes('"'))
    throw new PlaygroundFailure(`${file} is not a plain CSV file with commas and a column ${outcome}.`);
  return lines.map((line) => {
    const cells = line.split(',');
    const filled = names.map((name, at) => [name, cells[at] ?? ''] as const).filter(([, cell]) => cell !== '');
    const { [outcome]: event, ...inputs } = Object.fromEntries(filled);
    return { inputs, event: Number(event) === 1 };
  });
}
