import { readFileSync } from 'node:fs';
import { errorText, StewardError } from '../../domain/errors';

/** The certificates in the file that the setting of this name gives; nothing where it gives none. Throws `settings_invalid`. */
export function readAuthorities(name: string, file: string | undefined): { readonly authorities?: string } {
  if (file === undefined) return {};
  const refuse = (why: string): never => {
    throw new StewardError('settings_invalid', { process: 'process', count: 1, problems: `- ${name}: ${why}` });
  };
  try {
    const authorities = readFileSync(file, 'utf8');
    if (authorities.includes('-----BEGIN CERTIFICATE-----')) return { authorities };
  } catch (error) {
    return refuse(`cannot be read: ${errorText(error)}`);
  }
  return refuse(`${file} holds no certificate in PEM`);
}
