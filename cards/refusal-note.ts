import type { ReasonDetails } from '../domain/errors';
import type { ReasonCode } from '../domain/reasons';
import { say } from './elements/phrase';
import { phraseText } from './elements/render-phrase';
import { sayReason } from './words/reason';

/** Why a pressed button did nothing, and the cure, for the text below a card, of which Teams draws each letter. */
export function renderRefusalNote(refusal: { readonly code: ReasonCode; readonly details: ReasonDetails }): string {
  const { sentence, cure } = sayReason(refusal.code, refusal.details);
  return phraseText(say`${sentence} ${cure}`);
}
