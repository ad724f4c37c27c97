import { isDigest, shortDigest } from '../../domain/digest';
import type { ReasonDetails } from '../../domain/errors';
import { type ReasonCode, reasonTable } from '../../domain/reasons';
import { cutText } from '../elements/cut-text';
import { code, type Phrase } from '../elements/phrase';
import { sayCount } from './count';
import { sayFigure } from './figure';
import { sayInstant } from './instant';
import { sayFigureBeside } from './judgement';
import { readCode } from './read-code';

/** Bytes that one detail may take in a card. */
const detailBytes = 240;

/** The sentence and the cure of a reason code, details filled in; what stands in backticks is there to be typed. */
export function sayReason(
  reason: ReasonCode,
  details: ReasonDetails,
): { readonly sentence: Phrase; readonly cure: Phrase } {
  const { sentence, cure } = reasonTable[reason];
  return { sentence: fill(sentence, details), cure: fill(cure, details) };
}

/** Table and details are read for backticks apart, so that one in a detail cannot turn the table's inside out. */
function fill(template: string, details: ReasonDetails): Phrase {
  return readCode(template).flatMap((inline) => {
    if (inline.kind === 'code')
      return [code(inline.text.replace(/\{(\w+)\}/g, (_, name: string) => say(name).replace(/`/g, '')))];
    return inline.text.split(/(\{\w+\})/).flatMap((part) => {
      const name = /^\{(\w+)\}$/.exec(part)?.[1];
      return name === undefined ? [{ kind: 'text' as const, text: part }] : readCode(say(name));
    });
  });

  function say(name: string): string {
    if (!Object.hasOwn(details, name)) return `{${name}}`;
    return name === 'ks' ? sayKsDetail(details) : sayDetail(name, details[name]);
  }
}

/** With as many digits as it takes to see on which side of what was agreed it lies. */
function sayKsDetail({ ks, threshold, limit }: ReasonDetails): string {
  if (typeof ks !== 'number') return sayDetail('ks', ks);
  const others = [threshold, limit].filter((other) => typeof other === 'number');
  const texts = others.map((other) => sayFigureBeside(ks, other));
  return texts.reduce((longest, text) => (text.length > longest.length ? text : longest), sayFigure(ks));
}

/** Whole numbers that count nothing. */
const names = new Set(['port', 'pid']);

function sayDetail(name: string, detail: string | number | boolean | undefined): string {
  if (typeof detail === 'number' && Number.isInteger(detail) && !names.has(name)) return sayCount(detail);
  if (typeof detail !== 'string') return String(detail);
  if (isDigest(detail)) return shortDigest(detail);
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$/.test(detail)) return sayInstant(detail);
  return cutText(detail, detailBytes);
}
