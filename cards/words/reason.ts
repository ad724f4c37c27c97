import { isDigest, shortDigest } from '../../domain/digest';
import type { ReasonDetails } from '../../domain/errors';
import { type ReasonCode, reasonTable } from '../../domain/reasons';
import { cutText } from '../elements/cut-text';
import { code, type Phrase } from '../elements/phrase';
import { sayInstant } from './instant';
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
    return Object.hasOwn(details, name) ? sayDetail(details[name]) : `{${name}}`;
  }
}

function sayDetail(detail: string | number | boolean | undefined): string {
  if (typeof detail !== 'string') return String(detail);
  if (isDigest(detail)) return shortDigest(detail);
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$/.test(detail)) return sayInstant(detail);
  return cutText(detail, detailBytes);
}
