import type { ReasonDetails } from '../domain/errors';
import type { Card } from '../domain/ports/chat';
import type { ReasonCode } from '../domain/reasons';
import { item, paragraph } from './document';
import { say } from './elements/phrase';
import { renderCard } from './render-card';
import { sayReason } from './words/reason';

/** Why something was not done, and what to do about it. Takes a `StewardError` as it is. */
export function renderRefusalCard(refusal: { readonly code: ReasonCode; readonly details: ReasonDetails }): Card {
  const { sentence, cure } = sayReason(refusal.code, refusal.details);
  return renderCard({
    title: say`That was not done`,
    summary: say`${sentence} ${cure}`,
    blocks: [paragraph(sentence), paragraph(cure), item(say`Reason code: ${refusal.code}`, 'quiet')],
  });
}
