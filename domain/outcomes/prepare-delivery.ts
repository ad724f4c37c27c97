import { StewardError } from '../errors';
import type { GivenOutcome } from './import';
import { outcomeNumber, sameOutcome } from './value';

/** One outcome of a delivery that says something, its value without the blanks around it. */
export interface PreparedOutcome extends GivenOutcome {
  readonly event: boolean;
}

export interface PreparedDelivery {
  /** One for each reference, in the order of the delivery. */
  readonly outcomes: readonly PreparedOutcome[];
  /** Rows without a value. */
  readonly empty: number;
  /** Rows that say again what an earlier row says of the same reference. */
  readonly repeated: number;
}

/** Where a row stands in what was delivered, as the beginning of a sentence: `Line 7, column BAD`. */
export type PlaceOf = (row: number, field: 'reference' | 'outcome') => string;

export interface OutcomeValues {
  /** The value that counts, by the contract. */
  readonly event: string;
  /** The project's one other value, when one is recorded. */
  readonly other?: string;
}

/**
 * Judges a delivery by itself: every value is the event or the project's one other value, which the first delivery that
 * has one settles, and no reference has two outcomes. Throws `outcome_value_unknown` or `outcome_twice`.
 */
export function prepareDelivery(
  given: readonly GivenOutcome[],
  values: OutcomeValues,
  placeOf: PlaceOf,
): PreparedDelivery {
  const isEvent = eventReader(values, placeOf);
  const first = new Map<string, number>();
  const outcomes: PreparedOutcome[] = [];
  let [empty, repeated] = [0, 0];
  given.forEach((one, row) => {
    const value = one.value.trim();
    if (value === '') {
      empty += 1;
      return;
    }
    const event = isEvent(value, row);
    const earlier = first.get(one.reference);
    if (earlier === undefined) {
      first.set(one.reference, row);
      outcomes.push({ ...one, value, event });
    } else if (sameOutcome(given[earlier]?.value ?? '', value)) repeated += 1;
    else
      throw new StewardError('outcome_twice', { place: placeOf(row, 'outcome'), first: placeOf(earlier, 'outcome') });
  });
  return { outcomes, empty, repeated };
}

/** Values are read once for each way in which they are written. Cells are not quoted: a wrong column may hold anything. */
function eventReader({ event, other }: OutcomeValues, placeOf: PlaceOf): (value: string, row: number) => boolean {
  const numeric = outcomeNumber(event) !== undefined;
  const read = new Map<string, boolean>();
  let another = other === undefined ? undefined : { value: other, words: other };
  return (value, row) => {
    const known = read.get(value);
    if (known !== undefined) return known;
    const isEvent = sameOutcome(value, event);
    if (!isEvent && (another ? !sameOutcome(value, another.value) : numeric && outcomeNumber(value) === undefined))
      throw new StewardError('outcome_value_unknown', {
        place: placeOf(row, 'outcome'),
        event,
        other: another?.words ?? (numeric ? 'one other number' : 'one other value'),
      });
    if (!isEvent) another ??= { value, words: `what stands at: ${placeOf(row, 'outcome')}` };
    read.set(value, isEvent);
    return isEvent;
  };
}
