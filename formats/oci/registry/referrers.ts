import type { Digest } from '../../../domain/digest';
import { type Descriptor, imageIndexSchema } from '../documents';
import { ConnectionFault } from './connection-fault';
import { dropBody } from './exchange';
import type { Repository } from './parse-reference';
import { readBody } from './read-body';
import { awayReason } from './repeat';
import type { Send } from './send';
import { parseJson } from '../parse-json';

const maximalList = 4 * 1024 * 1024;

/**
 * The artifacts of a type that name a manifest as their subject (OCI distribution specification 1.1, "Listing
 * Referrers"), as far as the first page goes; undefined of a registry that keeps no such list.
 */
export async function listReferrers(
  send: Send,
  at: Repository,
  digest: Digest,
  artifactType: string,
): Promise<readonly Descriptor[] | undefined> {
  const query = new URLSearchParams({ artifactType }).toString();
  const what = `list what refers to ${digest}`;
  // Registries of before answer to an address that they do not know in many ways.
  const expect = [200, 400, 404, 405, 501];
  const answer = await send({ at, method: 'GET', path: `referrers/${digest}?${query}`, what, expect });
  if (answer.status !== 200) {
    await dropBody(answer);
    return undefined;
  }
  try {
    const bytes = await readBody(answer, maximalList);
    const index = imageIndexSchema.safeParse(parseJson(bytes));
    return index.data?.manifests.filter((entry) => entry.artifactType === artifactType);
  } catch (error) {
    throw error instanceof ConnectionFault ? awayReason(at.host, error) : error;
  }
}
