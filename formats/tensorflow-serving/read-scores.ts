import { StewardError, isStewardError } from '../../domain/errors';
import type { Call } from '../../domain/package/contract';
import { parseServingJson } from './parse-json';
import { describeType, isArray, isObject, type ServingArray, type ServingJson } from './serving-json';

/**
 * The scores in the answer to a scoring request of `rows` rows, in their order: probabilities of the event, 0 … 1.
 * Throws `scoring_refused` for an answer that is the model server's error, and `scoring_answer_unexpected` for one that
 * is not what the call promises: not JSON, another number of rows, another shape, NaN or out of range.
 */
export function readScores(call: Call, text: string, rows: number): number[] {
  return readResults(call, text, rows).map((result, index) => checkRange(readScore(call.score, result), index));
}

/**
 * What was answered, whatever it was: NaN for a row without a number where the call says, a number out of range as it
 * is. Throws as `readScores` for an answer that does not have one result a row.
 */
export function readAnsweredScores(call: Call, text: string, rows: number): number[] {
  return readResults(call, text, rows).map((result) => {
    try {
      return readScore(call.score, result);
    } catch (error) {
      if (isStewardError(error)) return NaN;
      throw error;
    }
  });
}

function readResults(call: Call, text: string, rows: number): ServingArray {
  const answer = parseAnswer(text);
  const key = call.method === 'predict' ? 'predictions' : 'results';
  if (!isObject(answer)) throw unexpected(`it is ${describeType(answer)}`);
  const refusal = answer.get('error');
  if (typeof refusal === 'string') throw new StewardError('scoring_refused', { why: shorten(refusal) });
  const results = answer.get(key);
  if (!isArray(results)) throw unexpected(`'${key}' holds ${describeType(results)}`);
  if (results.length !== rows) throw unexpected(`${results.length} results for ${rows} rows`);
  return results;
}

function unexpected(why: string, cause?: unknown): StewardError {
  return new StewardError('scoring_answer_unexpected', { why }, { cause });
}

function parseAnswer(text: string): ServingJson {
  try {
    return parseServingJson(text);
  } catch (error) {
    throw unexpected('it is no JSON', error);
  }
}

/** What a server says about a refused value may quote it; enough is kept to see the kind of fault. */
function shorten(message: string): string {
  const line = message.split('\n', 1)[0] ?? '';
  return line.length <= 300 ? line : `${line.slice(0, 300)}…`;
}

function checkRange(score: number, index: number): number {
  if (score >= 0 && score <= 1) return score;
  throw unexpected(`the score of row ${index + 1} is ${score}, and not between 0 and 1`);
}

function readScore(score: Call['score'], result: ServingJson): number {
  switch (score.kind) {
    case 'value':
      return readNumber(result);
    case 'label':
      return readLabelled(score.label, result);
    case 'output':
      return readOutput(score.output, score.index, result);
  }
}

function readNumber(value: ServingJson | undefined): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  throw unexpected(`where the score should be is ${describeType(value)}`);
}

/** A classification is a list of [label, probability]. */
function readLabelled(label: string, result: ServingJson): number {
  if (!isArray(result)) throw unexpected(`a classification is ${describeType(result)}`);
  const pairs = result.filter(isArray).filter((pair) => pair.length === 2);
  if (pairs.length !== result.length) throw unexpected('a classification is no list of [label, probability]');
  const found = pairs.filter(([name]) => name === label);
  if (found.length !== 1)
    throw unexpected(`${found.length} classes with the label "${label}"; there are ${labels(pairs)}`);
  return readNumber(found[0]?.[1]);
}

function labels(pairs: readonly ServingArray[]): string {
  const names = pairs.slice(0, 8).map(([name]) => (typeof name === 'string' ? `"${name.slice(0, 40)}"` : '?'));
  return names.join(', ') || 'none';
}

/** With one output its value stands alone, with several there is an object by name. */
function readOutput(output: string, index: number | undefined, result: ServingJson): number {
  const value = isObject(result) ? result.get(output) : result;
  if (value === undefined) throw unexpected(`there is no output ${output}`);
  if (index === undefined) return readNumber(value);
  if (!isArray(value)) throw unexpected(`output ${output} is ${describeType(value)} instead of a list`);
  return readNumber(value[index]);
}
