import type { InputSpec, ValueType } from '../../domain/package/contract';
import { cutText } from '../elements/cut-text';
import { type Phrase, say } from '../elements/phrase';

const shownNames = 16;
const nameBytes = 60;

const typeNames: Readonly<Record<ValueType, string>> = { number: 'number', integer: 'whole number', text: 'text' };

/** `LOAN (number), JOB (text), 10 more`, or `none`. */
export function sayColumns(columns: readonly Pick<InputSpec, 'name' | 'type'>[]): Phrase {
  const names = columns
    .slice(0, shownNames)
    .map(({ name, type }) => `${cutText(name, nameBytes)} (${typeNames[type]})`);
  const left = columns.length - names.length;
  return say`${names.length === 0 ? 'none' : [...names, ...(left > 0 ? [`${left} more`] : [])].join(', ')}`;
}
