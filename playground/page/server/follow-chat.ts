import { setTimeout as pause } from 'node:timers/promises';
import type { ConnectorDoor } from './connector-door';
import type { Hub } from './hub';

/** Milliseconds before the stand-in is asked again after it did not answer. */
const retryMs = 500;

/** Keeps the hub's chat as the stand-in has it, over restarts of the stand-in, until the signal. Never rejects. */
export async function followChat(door: ConnectorDoor, hub: Hub, signal: AbortSignal): Promise<void> {
  const isOver = (): boolean => signal.aborted;
  while (!isOver()) {
    try {
      const { lastEvent, ...chat } = await door.readChat();
      hub.replaceChat(chat);
      hub.setPart('connector', true);
      await readAlong(door, hub, lastEvent, isOver);
    } catch {
      // It is being restarted, or we are ending: either way there is nothing to do but to ask again.
      if (isOver()) return;
      hub.setPart('connector', false);
      await pause(retryMs, undefined, { signal }).catch(() => undefined);
    }
  }
}

async function readAlong(door: ConnectorDoor, hub: Hub, from: number, isOver: () => boolean): Promise<void> {
  let last = from;
  while (!isOver()) {
    const events = await door.events(last);
    const changed = new Set(events.flatMap(({ message }) => (message === undefined ? [] : [message])));
    for (const id of changed) hub.putMessage(await door.readMessage(id));
    if (events.some(({ kind }) => kind === 'installed' || kind === 'removed'))
      hub.set('conversations', await door.readConversations(hub.snapshot().workplace.people));
    last = events.at(-1)?.n ?? last;
  }
}
