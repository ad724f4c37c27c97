import type { ServerResponse } from 'node:http';

export function answer(response: ServerResponse, status: number, body: object): void {
  if (response.destroyed) return;
  const text = `${JSON.stringify(body)}\n`;
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

/** On a scoring address: the form in which model servers say errors, so that clients need to know one only. */
export function refuseScoring(response: ServerResponse, status: number, error: string): void {
  if (status === 429 || status === 503) response.setHeader('retry-after', '1');
  // What of the body was not read would be taken for the next request.
  if (status === 413) response.setHeader('connection', 'close');
  answer(response, status, { error });
}
