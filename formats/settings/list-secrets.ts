import type { Environment } from './parse-settings';
import { type Setting, settingsTable } from './settings-table';

/** The secret values of an environment, and the passwords inside its addresses: what logs must never show. */
export function listSecrets(environment: Environment): readonly string[] {
  const values = Object.entries<Setting>(settingsTable).flatMap(([name, { secret }]) => {
    const value = environment[name]?.trim();
    return secret && value ? [value] : [];
  });
  return values.flatMap((value) => {
    const password = URL.canParse(value) ? new URL(value).password : '';
    return password === '' ? [value] : [value, password, decoded(password)];
  });
}

/** A percent sign need not begin a code. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
