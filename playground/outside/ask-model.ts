import { z } from 'zod';
import { messageOf, PlaygroundFailure } from '../client/failure';
import { readRefusal } from '../client/read-refusal';
import type { Scene } from './scene';

/** Milliseconds until a model must have said that it is there. */
const patience = 5_000;

interface Heard {
  readonly status: number;
  readonly body: string;
}

async function get(url: string, signal: AbortSignal): Promise<Heard | string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]) });
    return { status: response.status, body: await response.text() };
  } catch (error) {
    signal.throwIfAborted();
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    return `nothing: ${messageOf(cause)}`;
  }
}

/** What a client hears now, in words; undefined when a model answers. Nothing of this is a scored row. */
export async function hearTrouble(address: string, signal: AbortSignal): Promise<string | undefined> {
  const heard = await get(address, signal);
  if (typeof heard === 'string') return heard;
  return heard.status === 200 ? undefined : `${heard.status}: ${readRefusal(heard.body)}`;
}

export const signature = 'serving_default';

const metadata = z.object({
  metadata: z.object({
    signature_def: z.object({ signature_def: z.record(z.string(), z.object({ method_name: z.string() })) }),
  }),
});

/**
 * Rejects with a PlaygroundFailure when nothing serves, or a model that is not called as the sample's are. A model that is
 * away at this moment is none of these.
 */
export async function requireModel({ address, project, environment, signal }: Scene): Promise<void> {
  const heard = await get(`${address}/metadata`, signal);
  if (typeof heard === 'string') return;
  if (heard.status === 404)
    throw new PlaygroundFailure(
      `Nothing serves ${environment} of ${project} yet, so nobody would answer. Deploy a version first: @Steward deploy champion to ${environment}`,
    );
  if (heard.status !== 200) return;
  const { signature_def: signatures } = metadata.parse(JSON.parse(heard.body)).metadata.signature_def;
  if (signatures[signature]?.method_name === 'tensorflow/serving/classify') return;
  throw new PlaygroundFailure(
    `What serves ${environment} of ${project} is called in another way than the models of the sample project. Score a file of yours with \`steward score\`.`,
  );
}
