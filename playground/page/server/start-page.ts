import { createHttpServer } from '../../connector/http';
import { followApi } from './follow-api';
import { followChat } from './follow-chat';
import type { ApiDoor } from './api-door';
import { pageRoutes, type PageParts } from './routes';

export interface PageSettings extends PageParts {
  readonly api: ApiDoor;
  /** 0 takes a free port. */
  readonly port: number;
  readonly log: (line: string) => void;
}

export interface Page {
  /** `http://127.0.0.1:<port>`. */
  readonly origin: string;
  stop(): Promise<void>;
}

/** The page's server: on loopback when this resolves. Rejects when the port is taken. */
export async function startPage(settings: PageSettings): Promise<Page> {
  const { hub, connector, api, log } = settings;
  const ending = new AbortController();
  const tellOutside = (): void => hub.set('outside', settings.outside.state());
  tellOutside();
  const stopListening = settings.outside.onChange(tellOutside);
  hub.set('story', settings.story.state());
  const server = createHttpServer(
    pageRoutes(settings),
    () => undefined,
    (error) => log(`defect: ${error instanceof Error ? error.message : String(error)}`),
  );
  const origin = `http://127.0.0.1:${await server.listen(settings.port)}`;
  const following = [followChat(connector, hub, ending.signal), followApi(api, hub, ending.signal)];
  return {
    origin,
    async stop() {
      ending.abort();
      stopListening();
      settings.story.stop();
      await server.close();
      await Promise.all([...following, settings.outside.close()]);
    },
  };
}
