import { z } from 'zod';
import { StewardError } from '../../../domain/errors';
import { ConnectionFault } from './connection-fault';
import { dropBody } from './exchange';
import { parseJson } from '../parse-json';
import type { Repository } from './parse-reference';
import { readBody } from './read-body';
import { awayReason } from './repeat';
import type { Received, Send } from './send';

const pageSchema = z.looseObject({ tags: z.array(z.string()).nullish() });
const maximalPage = 4 * 1024 * 1024;
/** Tags that are asked for at once; registries may give fewer. */
const inAPage = 500;
const maximalPages = 10_000;

/**
 * All tags of a repository, page by page (OCI distribution specification 1.1, "Listing Tags"); none of one that the registry
 * does not know.
 */
export async function listTags(send: Send, at: Repository): Promise<readonly string[]> {
  const what = `list the tags of ${at.name}`;
  const tags: string[] = [];
  let query = `?n=${inAPage}`;
  for (let pages = 0; pages < maximalPages; pages += 1) {
    const answer = await send({ at, method: 'GET', path: `tags/list${query}`, what, expect: [200, 404] });
    if (answer.status === 404) {
      await dropBody(answer);
      return tags;
    }
    const page = pageSchema.safeParse(parseJson(await readPage(at, answer)));
    if (!page.success) throw unclear(at, what, 'its list of tags cannot be read');
    tags.push(...(page.data.tags ?? []));
    const next = nextPage(answer);
    if (next === undefined) return tags;
    if (next === query) throw unclear(at, what, 'its list of tags goes round');
    query = next;
  }
  throw unclear(at, what, 'its list of tags has no end');
}

/** Where the list goes on: only the query counts, so that no page leads elsewhere. */
function nextPage({ headers, url }: Received): string | undefined {
  const link = [headers['link'] ?? []].flat().join(', ');
  const address = /<([^<>]+)>\s*;\s*rel="?next"?/i.exec(link)?.[1];
  return address !== undefined && URL.canParse(address, url.href) ? new URL(address, url).search : undefined;
}

async function readPage({ host }: Repository, answer: Received): Promise<Buffer | undefined> {
  try {
    return await readBody(answer, maximalPage);
  } catch (error) {
    throw error instanceof ConnectionFault ? awayReason(host, error) : error;
  }
}

function unclear({ host }: Repository, what: string, why: string): StewardError {
  return new StewardError('image_registry_unclear', { host, what, why });
}
