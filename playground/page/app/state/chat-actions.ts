import { send } from './send';

export interface Delivery {
  readonly status: number;
  readonly error?: string;
}

/** Somebody writes a message; `thread` is the first message of the thread that it goes to. */
export async function say(saying: {
  readonly as: string;
  readonly conversation: string;
  readonly text: string;
  readonly thread?: string;
  readonly mention: boolean;
}): Promise<{ readonly id: string; readonly thread: string; readonly deliveries: readonly Delivery[] }> {
  return (await send('/chat/messages', saying)) as Awaited<ReturnType<typeof say>>;
}

/** What the bot answered to a click: a text for the clicker alone, a card, or nothing that a client understands. */
export interface ClickAnswer {
  readonly statusCode: number;
  readonly type: string;
  readonly value: unknown;
}

/** Somebody presses a button of a card, named by its verb or its title. */
export async function click(pressing: {
  readonly as: string;
  readonly message: string;
  readonly button: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly oldClient?: boolean;
  /** How often the card had been edited when it was pressed; the newest one, or the person's own view, otherwise. */
  readonly edition?: number;
}): Promise<{ readonly deliveries: readonly Delivery[]; readonly answers: readonly (ClickAnswer | null)[] }> {
  return (await send('/chat/clicks', pressing)) as Awaited<ReturnType<typeof click>>;
}

export async function install(as: string, conversation: string): Promise<void> {
  await send('/chat/installations', { as, conversation });
}
