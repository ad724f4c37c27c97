import { z } from 'zod';
import { PlaygroundFailure } from '../../client/failure';
import { Refusal } from '../../connector/refusal';
import type { Answer, Call, Route } from '../../connector/http';
import type { Outside } from '../../outside/create-outside';
import type { Story } from '../story/create-story';
import type { Assets } from './assets';
import type { ConnectorDoor } from './connector-door';
import type { Gallery } from './gallery';
import type { Hub } from './hub';
import { outsideRoutes } from './outside-routes';
import { storyRoutes } from './story-routes';
import { streamTo } from './stream';

export interface PageParts {
  readonly hub: Hub;
  readonly connector: ConnectorDoor;
  readonly assets: Assets;
  readonly gallery: Gallery;
  readonly outside: Outside;
  readonly story: Story;
}

const conversation = z.object({ conversation: z.string() }).loose();

/** What people do in the channel goes to the stand-in as it is; its answer, and its refusal, come back as they are. */
async function pass(parts: PageParts, path: string, body: unknown): Promise<Answer> {
  try {
    return await parts.connector.act(path, body);
  } catch (error) {
    if (!(error instanceof PlaygroundFailure)) throw error;
    throw new Refusal(
      503,
      'NoAnswer',
      'The channel does not answer for the moment; it is being started again. Send it again.',
    );
  }
}

function say(parts: PageParts, call: Call): Promise<Answer> {
  const parsed = conversation.safeParse(call.body);
  if (!parsed.success) throw new Refusal(400, 'BadArgument', z.prettifyError(parsed.error));
  const { conversation: id, ...saying } = parsed.data;
  return pass(parts, `/conversations/${encodeURIComponent(id)}/messages`, saying);
}

/** All that the page in the browser may ask of its server. */
export function pageRoutes(parts: PageParts): readonly Route[] {
  const file = (name: string) => (): Answer => parts.assets.find(name);
  return [
    { method: 'GET', path: '/', linkable: true, handle: file('index.html') },
    { method: 'GET', path: '/gallery', linkable: true, handle: file('index.html') },
    { method: 'GET', path: '/gallery/cards', handle: () => ({ status: 200, body: { cards: parts.gallery.read() } }) },
    { method: 'GET', path: '/assets/:file', handle: (call) => parts.assets.find(call.params['file'] ?? '') },
    { method: 'GET', path: '/stream', handle: () => ({ stream: (response) => streamTo(response, parts.hub) }) },
    { method: 'POST', path: '/chat/messages', handle: (call) => say(parts, call) },
    { method: 'POST', path: '/chat/clicks', handle: (call) => pass(parts, '/clicks', call.body) },
    { method: 'POST', path: '/chat/installations', handle: (call) => pass(parts, '/installations', call.body) },
    { method: 'POST', path: '/chat/refreshes', handle: (call) => pass(parts, '/refreshes', call.body) },
    ...outsideRoutes(parts.outside),
    ...storyRoutes(parts.story),
  ];
}
