import { StewardError } from '../../domain/errors';

/** JSON can spell both. Terminals obey control characters, and neither nulls nor half characters can be stored as text. */
const noCharacter = /[\p{Cc}\p{Cs}]/u;

/**
 * Refuses a value in which any text or key, however deep, holds a control character or half of a surrogate
 * pair: `package_text_broken` with the path of the first.
 */
export function requireWholeTexts(value: unknown, path = ''): void {
  if (typeof value === 'string') {
    if (noCharacter.test(value)) throw new StewardError('package_text_broken', { where: path });
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    if (noCharacter.test(key)) throw new StewardError('package_text_broken', { where: `a name in ${path}` });
    requireWholeTexts(member, path === '' ? key : `${path}.${key}`);
  }
}
