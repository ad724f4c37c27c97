import type { Contract } from '../../domain/package/contract';
import type { ClientRow } from './read-rows';
import type { ScoringRun } from './score-rows';

/** The columns of answers: `reference`, `P_BAD1`, `P_BAD0`, `EVENT_PROBABILITY`, `CLASS`. */
export interface AnswerNames {
  /** The event's value and the other one, as CLASS has them. */
  readonly event: string;
  readonly other: string;
  readonly columns: readonly string[];
}

/** The other value is the model's own label where it classifies into two; else 0 beside 1, 1 beside 0, `not <event>`. */
export function nameAnswers({ outcome }: Contract, run: Pick<ScoringRun, 'other'>): AnswerNames {
  const { name, event } = outcome;
  const usual: Readonly<Record<string, string>> = { '0': '1', '1': '0' };
  const other = run.other?.label ?? usual[event] ?? `not ${event}`;
  return {
    event,
    other,
    columns: ['reference', `P_${name}${event}`, `P_${name}${other}`, 'EVENT_PROBABILITY', 'CLASS'],
  };
}

/**
 * The answers as CSV lines with a header, in the order of the rows; rows without a score are left out. CLASS is the event's
 * value where the score is at or above the cut-off, the other one below it.
 */
export function* writeAnswers(
  rows: readonly ClientRow[],
  run: Pick<ScoringRun, 'scores' | 'other'>,
  contract: Contract,
  cutOff: number,
): Generator<string> {
  const { event, other, columns } = nameAnswers(contract, run);
  yield columns.map(quote).join(',');
  for (const [at, { reference }] of rows.entries()) {
    const score = run.scores[at]!;
    if (Number.isNaN(score)) continue;
    const rest = run.other?.scores[at] ?? 1 - score;
    yield [reference, String(score), String(rest), String(score), score >= cutOff ? event : other].map(quote).join(',');
  }
}

function quote(cell: string): string {
  return /[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
