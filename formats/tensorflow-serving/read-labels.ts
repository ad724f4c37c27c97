import { parseServingJson } from './parse-json';
import { isArray, isObject } from './serving-json';

/** A class of a classification, and the probability of it for each row. */
export interface OtherClass {
  readonly label: string;
  readonly scores: readonly number[];
}

/**
 * The other one of two classes in the answer to a `classify` request: its label and probabilities, in the order of the
 * rows. Undefined when the rows of the answer do not all have `event` and one and the same other label.
 */
export function readOtherClass(event: string, text: string): OtherClass | undefined {
  const answer = parseServingJson(text);
  const results = isObject(answer) ? answer.get('results') : undefined;
  if (!isArray(results)) return undefined;
  const others = results.map((result) => (isArray(result) ? result.filter(isArray) : []));
  const pairs = others.map((classes) => classes.filter(([label]) => label !== event));
  const label = pairs[0]?.[0]?.[0];
  if (typeof label !== 'string') return undefined;
  const scores = pairs.map((rest) => (rest.length === 1 && rest[0]?.[0] === label ? rest[0][1] : undefined));
  const numbers = scores.filter((score) => typeof score === 'number');
  return numbers.length === results.length ? { label, scores: numbers } : undefined;
}
