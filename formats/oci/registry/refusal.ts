import { StewardError } from '../../../domain/errors';
import type { Answer } from './exchange';
import type { Repository } from './parse-reference';
import type { Secrets } from './secrets';

/** The registry's own words for a refusal (OCI distribution specification 1.1, "Error Codes"). */
export interface Words {
  readonly codes: readonly string[];
  /** One line, fit for people. */
  readonly text: string;
}

const maximalWords = 16 * 1024;

/**
 * Reads an answer's body as a refusal; anything else in it is quoted as it is. It is cut only when `scrub` took out what we
 * sent, as a part of a secret is not known for one.
 */
export async function readWords(answer: Answer, scrub: Secrets['scrub']): Promise<Words> {
  const body = scrub(await readStart(answer));
  const errors = errorsIn(body);
  const told = errors.length > 0 ? errors.map(({ code, message }) => `${code} ${message}`.trim()).join('; ') : body;
  const plain = scrub(told)
    .replace(/[^\x20-\x7e\u00a0-\ud7ff]+/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
    .slice(0, 200);
  return { codes: errors.map(({ code }) => code), text: `${answer.status}${plain === '' ? '' : ` ${plain}`}` };
}

/** The reason for an answer that nobody expected. `what` is what was tried, as in "to …". */
export function refusalReason(at: Repository, what: string, status: number, why: string): StewardError {
  const { host } = at;
  const repository = at.name;
  if (status === 401) return new StewardError('image_registry_login', { host, repository, why });
  if (status === 403) return new StewardError('image_registry_forbidden', { host, repository, what, why });
  if (status === 404) return new StewardError('image_registry_missing', { host, repository, why });
  if (status === 429) return new StewardError('image_registry_busy', { host, why });
  if (status === 507) return new StewardError('image_registry_cannot_store', { host, what: repository, why });
  if (status >= 500) return new StewardError('image_registry_failed', { host, what, why });
  if (status >= 400) return new StewardError('image_registry_refused', { host, what, why });
  return new StewardError('image_registry_unclear', { host, what, why });
}

async function readStart(answer: Answer): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of answer.body as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.byteLength;
      if (size > maximalWords) break;
    }
  } catch {
    return '';
  }
  return Buffer.concat(chunks).toString('utf8').slice(0, maximalWords);
}

function errorsIn(body: string): { readonly code: string; readonly message: string }[] {
  try {
    const { errors } = JSON.parse(body) as { errors?: unknown };
    return (Array.isArray(errors) ? (errors as unknown[]) : []).slice(0, 5).flatMap((error) => {
      const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
      return typeof code === 'string' ? [{ code, message: typeof message === 'string' ? message : '' }] : [];
    });
  } catch {
    return [];
  }
}
