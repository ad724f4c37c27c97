import { readFile } from 'node:fs/promises';
import { StewardError } from '../../../domain/errors';
import { hasErrorCode } from '../../files/has-error-code';
import { type Credentials, parseAuthFile } from './parse-auth-file';
import type { Repository } from './parse-reference';

export interface CredentialSources {
  /** A file in the form of Docker's `config.json`, read anew at each login: mounted secrets are renewed in place. */
  readonly authFile?: string;
  /** Of one host alone; before what the file says. */
  readonly account?: { readonly host: string; readonly user: string; readonly password: string };
  /** Asked at each login; before what the file says. */
  readonly shortLived?: ShortLivedAccount;
}

/** Passwords that are made anew when the last one gets old, for one host alone. */
export interface ShortLivedAccount {
  readonly host: string;
  readonly user: string;
  readonly password: () => Promise<string>;
}

/** The credentials for a repository, or undefined for none. Throws `image_registry_credentials_invalid`. */
export type FindCredentials = (repository: Repository) => Promise<Credentials | undefined>;

/** Files of credentials are some kilobytes. */
const maximalFile = 1024 * 1024;

export function createCredentials({ authFile, account, shortLived }: CredentialSources): FindCredentials {
  return async (repository) => {
    if (account?.host === repository.host) return { kind: 'password', user: account.user, password: account.password };
    if (shortLived?.host === repository.host)
      return { kind: 'password', user: shortLived.user, password: await shortLived.password() };
    return authFile === undefined ? undefined : findInFile(authFile, repository);
  };
}

async function findInFile(path: string, repository: Repository): Promise<Credentials | undefined> {
  const find = parseAuthFile(await readText(path));
  if (find === undefined) throw invalid(path, 'it is not JSON with "auths"');
  const entry = find(repository);
  if (entry === undefined) return undefined;
  if ('helper' in entry)
    throw invalid(
      path,
      `for ${repository.host} it names the helper "${entry.helper.slice(0, 50)}", a program that Steward does not run`,
    );
  if ('unusable' in entry) throw invalid(path, `the entry for ${repository.host}: ${entry.unusable}`);
  return entry.credentials;
}

async function readText(path: string): Promise<string> {
  try {
    const text = await readFile(path, 'utf8');
    if (text.length <= maximalFile) return text;
  } catch (error) {
    const why = ['ENOENT', 'EACCES', 'EISDIR'].find((code) => hasErrorCode(error, code)) ?? 'it cannot be read';
    throw invalid(path, why, error);
  }
  throw invalid(path, 'it is too large');
}

function invalid(path: string, why: string, cause?: unknown): StewardError {
  return new StewardError('image_registry_credentials_invalid', { path, why }, { cause });
}
