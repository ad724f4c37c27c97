import { setTimeout as pause } from 'node:timers/promises';
import type { ApiDoor } from './api-door';
import type { Hub } from './hub';

/** Milliseconds between two looks while a page is open; nobody sees the panel otherwise. */
const everyMs = 700;

/** Keeps commands and overview in the hub as the bot's process has them, over its restarts, until the signal. Never rejects. */
export async function followApi(door: ApiDoor, hub: Hub, signal: AbortSignal): Promise<void> {
  let hasCommands = false;
  while (!signal.aborted) {
    if (hub.listeners() > 0 || !hasCommands) {
      const answered = await look(door, hub, hasCommands);
      // A bot that was away may come back as a newer one, with other commands.
      hasCommands = answered;
      hub.setPart('bot', answered);
    }
    await pause(everyMs, undefined, { signal }).catch(() => undefined);
  }
}

async function look(door: ApiDoor, hub: Hub, hasCommands: boolean): Promise<boolean> {
  try {
    if (!hasCommands) hub.set('commands', await door.readCommands());
    hub.set('overview', await door.readOverview());
    return true;
  } catch {
    // The bot is being restarted or has no database; the page says that it does not answer, and keeps what it shows.
    return false;
  }
}
