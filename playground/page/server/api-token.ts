import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { findPerson } from '../../client/find-in-workplace';
import { sampleWorkplace } from '../../connector/sample-workplace';
import type { Steward } from '../../story/steward';

/** Who runs the platform reads it through the page: the token is theirs. */
const owner = findPerson(sampleWorkplace, 'Ivo').objectId;

/**
 * The page's own token for the API, made by the shell entry when there is none or it is refused, and kept where only
 * its owner reads it.
 */
export function createApiToken(home: string, steward: Steward): (refused: boolean) => Promise<string> {
  const file = path.join(home, 'page-token');
  let token: Promise<string> | undefined;

  async function make(): Promise<string> {
    const [secret = ''] = (await steward('token', 'create', '--for', owner, '--scope', 'overview:read')).split('\n');
    await writeFile(file, secret, { mode: 0o600 });
    return secret;
  }

  return (refused) => {
    if (refused) token = make();
    token ??= readFile(file, 'utf8').catch(() => make());
    token.catch(() => (token = undefined));
    return token;
  };
}
