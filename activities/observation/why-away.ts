import { errorText, isStewardError } from '../../domain/errors';

/** Why somebody told nothing, as a part of a sentence. */
export function whyAway(error: unknown): string {
  const text =
    isStewardError(error) && typeof error.details['why'] === 'string' ? error.details['why'] : errorText(error);
  return text.replace(/[.\s]+$/, '').slice(0, 300);
}
