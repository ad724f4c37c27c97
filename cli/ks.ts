import type { Command } from 'commander';
import { StewardError } from '../domain/errors';
import { type Separation, separation } from '../domain/statistics/ks';
import { ksInterval } from '../domain/statistics/ks-interval';
import { numbersOf, parseNumber } from '../formats/csv/parse-number';
import { columnOf, readTable, type Table } from '../formats/csv/read-table';
import type { CliContext } from './context';
import { readCsvBytes } from './read-csv';

interface KsOptions {
  readonly score: string;
  readonly outcome: string;
  readonly event: string;
}

/** Fewer of either class and KS is rather chance than the model. */
const fewEvents = 100;
/** A larger share of one score is rather a fault in the scoring than in the model. */
const heavyTie = 0.2;

export function addKsVerb(program: Command, context: CliContext): void {
  program
    .command('ks')
    .argument('<file>', 'a CSV file with a header line; comma, semicolon or tab')
    .requiredOption('--score <column>', 'the column with the scores')
    .requiredOption('--outcome <column>', 'the column that says what became true')
    .option('--event <value>', 'the value of it that counts', '1')
    .description('how well scores separate events from the rest, by the function that judges models; needs no server')
    .action(async (file: string, options: KsOptions) => {
      const table = readTable(await readCsvBytes(file));
      const rows = readRows(table, options);
      const measured = separation(rows.scores, rows.events);
      const interval = ksInterval(rows.scores, rows.events, measured);
      for (const line of describe(measured, interval, rows, options)) context.print(line);
      if (measured.ks === undefined) throw new StewardError('ks_undefined', { ...countsOf(measured), ...options });
    });
}

interface KsRows {
  readonly scores: Float64Array;
  readonly events: Uint8Array;
  /** Rows left out as their outcome is empty. */
  readonly unknown: number;
}

function readRows(table: Table, options: KsOptions): KsRows {
  const outcomes = columnOf(table, options.outcome).map(normalise);
  const event = normalise(options.event);
  const values = new Set(outcomes.filter((value) => value !== '' && value !== event));
  if (values.size > 1)
    throw new StewardError('ks_outcome_unclear', {
      column: options.outcome,
      event: options.event,
      line: table.lines[outcomes.indexOf([...values][1] ?? '')] ?? '?',
      values: values.size,
    });
  const scores = numbersOf(table, options.score).filter((_, row) => outcomes[row] !== '');
  const known = outcomes.filter((value) => value !== '');
  return {
    scores,
    events: Uint8Array.from(known, (value) => (value === event ? 1 : 0)),
    unknown: outcomes.length - known.length,
  };
}

/** `1`, `1.0` and ` 1` are one value. */
function normalise(cell: string): string {
  const number = parseNumber(cell);
  return number === undefined ? cell.trim() : String(number);
}

function countsOf({ rows, events }: Separation) {
  return { rows, events, others: rows - events };
}

function describe(
  measured: Separation,
  interval: { readonly low: number; readonly high: number } | undefined,
  { scores, unknown }: KsRows,
  { outcome, event }: KsOptions,
): string[] {
  const { rows, events, others } = countsOf(measured);
  const figures =
    measured.ks === undefined || interval === undefined
      ? ['KS undefined', 'AUC undefined']
      : [
          `KS ${measured.ks}`,
          `95 % interval ${interval.low.toFixed(4)} to ${interval.high.toFixed(4)}`,
          `AUC ${measured.auc}`,
          ...sayWhere(measured),
        ];
  return [
    ...figures,
    `rows ${rows}: ${events} events (${outcome} = ${event}), ${others} non-events`,
    `left out: ${measured.unscored} without a score, ${unknown} without an outcome`,
    ...sayTie(scores, rows),
    ...(measured.ks === undefined ? [] : warn(measured, others)),
  ];
}

function sayWhere({ at, direction, eventsAtOrBelow = 0, othersAtOrBelow = 0 }: Separation): string[] {
  if (at === undefined) return ['direction none: events and non-events score alike'];
  return [
    `direction ${direction}: events score ${direction} than non-events`,
    `at score <= ${at}: ${percent(eventsAtOrBelow)} of the events, ${percent(othersAtOrBelow)} of the non-events`,
  ];
}

function sayTie(scores: Float64Array, rows: number): string[] {
  if (rows === 0) return [];
  const { score, count } = findMostFrequent(scores);
  const heavy = count / rows > heavyTie && rows > 1;
  const note = heavy ? '; so many equal scores are often rows that could not be scored properly' : '';
  return [`most frequent score ${score}: ${percent(count / rows)} of the rows${note}`];
}

function findMostFrequent(scores: Float64Array): { readonly score: number; readonly count: number } {
  const counts = new Map<number, number>();
  let most = { score: Number.NaN, count: 0 };
  for (const score of scores) {
    if (Number.isNaN(score)) continue;
    const count = (counts.get(score) ?? 0) + 1;
    counts.set(score, count);
    if (count > most.count) most = { score, count };
  }
  return most;
}

function warn({ direction, events }: Separation, others: number): string[] {
  const fewest = Math.min(events, others);
  return [
    ...(direction === 'lower'
      ? ["Careful: events score LOWER. This is probably the wrong column (the other class's probability)."]
      : []),
    ...(fewest < fewEvents
      ? [`Careful: ${fewest} rows of one class are few; below ${fewEvents} chance decides more than the model.`]
      : []),
  ];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
