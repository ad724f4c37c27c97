import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { renderReleaseCard } from '../../../cards/release-card';
import { releaseStates } from '../../cards/release-states';
import { botToken, hmeq, lena } from '../connector/stand-in';

interface Activity {
  readonly id: string;
  readonly type: string;
  readonly text?: string;
  readonly conversation: { readonly id: string };
  readonly from: { readonly aadObjectId: string };
}

export interface ScriptedBot {
  readonly url: string;
  /** Tells it where the connector is. */
  join(origin: string): Promise<void>;
  stop(): Promise<void>;
}

function cardOf(state: string): { json: unknown; message: unknown } {
  const view = releaseStates[state];
  if (!view) throw new Error(`no state ${state}`);
  const { json, text } = renderReleaseCard(view);
  const attachments = [{ contentType: 'application/vnd.microsoft.card.adaptive', content: json }];
  return { json, message: { type: 'message', summary: text, attachments } };
}

async function readActivity(request: IncomingMessage): Promise<Activity> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  return JSON.parse(Buffer.concat(parts).toString('utf8')) as Activity;
}

/** Knows one release, r17: `deploy` asks for it, Lena’s click approves it, everybody else’s is refused; else it echoes. */
export async function startScriptedBot(): Promise<ScriptedBot> {
  let [origin, token, live] = ['', '', ''];
  const send = async (method: string, address: string, body: unknown): Promise<Record<string, unknown>> => {
    const response = await fetch(`${origin}/connector/v3/conversations${address}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${address}: ${response.status} ${text}`);
    return (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
  };
  const edit = (state: string): Promise<unknown> =>
    send('PUT', `/${encodeURIComponent(hmeq)}/activities/${live}`, cardOf(state).message);
  const hear = async ({ id, text = '', conversation }: Activity): Promise<void> => {
    const deploys = text.includes('deploy');
    const answer = deploys ? 'r17: hmeq v4 to production. I am checking it; its card follows.' : `heard${text}`;
    const address = `/${encodeURIComponent(conversation.id)}/activities/${id}`;
    await send('POST', address, { type: 'message', text: answer.replace(/<at>Steward<\/at>/, '').trim() });
    if (!deploys) return;
    const activity = cardOf('preparing').message;
    const created = await send('POST', '', { isGroup: true, channelData: { channel: { id: hmeq } }, activity });
    live = String(created['activityId']);
    await edit('waiting');
  };
  const click = ({ from }: Activity): unknown => {
    if (from.aadObjectId !== lena)
      return { type: 'application/vnd.microsoft.activity.message', value: 'You asked for r17: somebody else decides.' };
    setImmediate(() => void edit('approved-push').then(() => edit('serving')));
    return { type: 'application/vnd.microsoft.card.adaptive', value: cardOf('approved-push').json };
  };
  const server = createServer((request, response) => {
    void readActivity(request).then((activity) => {
      if (activity.type === 'message') setImmediate(() => void hear(activity));
      const answer = activity.type === 'invoke' ? { statusCode: 200, ...(click(activity) as object) } : {};
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`,
    join: async (where) => {
      origin = where;
      token = await botToken(where);
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
