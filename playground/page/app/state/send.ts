/** What the server, the stand-in or the bot said no to; the message is for people. */
export class SendFailure extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly code?: string,
  ) {
    super(message);
    this.name = 'SendFailure';
  }
}

const away = 'The playground does not answer. Is npm start still running in its terminal?';

interface ErrorBody {
  readonly error?: { readonly code?: string; readonly message?: string };
}

/** Sends something to the page's own server; resolves with its JSON answer, rejects with a SendFailure. */
export async function send(path: string, body: unknown): Promise<unknown> {
  const init = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(path, init).catch(() => undefined);
  if (response === undefined) throw new SendFailure(0, away);
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok) return answer;
  const { error } = (answer ?? {}) as ErrorBody;
  throw new SendFailure(response.status, error?.message ?? `The playground answered ${response.status}.`, error?.code);
}
