import { PlaygroundFailure, sayNoAnswer } from './failure';

export interface JsonAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Calls an address that answers JSON. A connection that fails is a PlaygroundFailure that names the address. */
export async function callJson(url: string, init: RequestInit & { readonly signal: AbortSignal }): Promise<JsonAnswer> {
  try {
    const response = await fetch(url, init);
    return { status: response.status, body: await response.json() };
  } catch (error) {
    init.signal.throwIfAborted();
    throw new PlaygroundFailure(`${sayNoAnswer(url, error)}.`, 'NoAnswer');
  }
}
