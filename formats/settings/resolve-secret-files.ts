import { errorText, StewardError } from '../../domain/errors';
import type { Environment } from './parse-settings';
import { type Setting, settingsTable } from './settings-table';

/** Secrets are keys and passwords, not documents. */
const maxBytes = 64 * 1024;

/**
 * The environment with each secret that is named by a file (`STEWARD_BOT_PASSWORD_FILE=/run/secrets/bot`) read from it,
 * without the line break at its end. `readFile` reads a small text file.
 *
 * Errors: `settings_invalid` with every file that cannot be read, and every secret given both ways; no content is told.
 */
export function resolveSecretFiles(environment: Environment, readFile: (path: string) => string): Environment {
  const problems: string[] = [];
  const secrets = Object.entries<Setting>(settingsTable).filter(([, { secret }]) => secret);
  const found = secrets.flatMap(([name]) => {
    const path = environment[`${name}_FILE`]?.trim();
    if (path === undefined || path === '') return [];
    if ((environment[name] ?? '') !== '') {
      problems.push(`${name}: is given itself and by ${name}_FILE; keep one`);
      return [];
    }
    const value = readSecret(`${name}_FILE`, path, readFile, problems);
    return value === undefined ? [] : [[name, value] as const];
  });
  if (problems.length === 0) return { ...environment, ...Object.fromEntries(found) };
  const listed = problems.map((problem) => `- ${problem}`).join('\n');
  throw new StewardError('settings_invalid', { process: 'process', count: problems.length, problems: listed });
}

function readSecret(
  name: string,
  path: string,
  readFile: (path: string) => string,
  problems: string[],
): string | undefined {
  try {
    const value = readFile(path).replace(/\r?\n$/, '');
    if (value !== '' && value.length <= maxBytes) return value;
    problems.push(`${name}: ${path} ${value === '' ? 'is empty' : 'is too large for a secret'}`);
  } catch (error) {
    problems.push(`${name}: cannot be read: ${errorText(error)}`);
  }
  return undefined;
}
