import { PlaygroundFailure } from '../../client/failure';
import { findPerson } from '../../client/find-in-workplace';
import { waitUntil } from '../wait-until';
import type { ConnectorDoor } from '../server/connector-door';
import type { Hub } from '../server/hub';
import type { Message } from '../wire/chat';
import type { Environment } from '../wire/overview';
import type { Snapshot } from '../wire/stream';

/** What the world outside can be made to do; a part of the drawer's. */
export interface StoryOutside {
  sendApplications(count: number): void;
  deliverOutcomes(): void;
  setDrift(drift: number): void;
}

/** What the steps of the story work with. */
export interface Stage {
  now(): Snapshot;
  /** Resolves as soon as this holds of what the page shows. Rejects after the patience, or when the story is ended. */
  until(what: string, holds: (now: Snapshot) => boolean, patienceMs?: number): Promise<void>;
  /** Somebody writes to the bot in the project's channel; resolves with the message that answers. */
  ask(name: string, text: string): Promise<Message>;
  /** Somebody presses a button of a card and gives a reason. */
  press(name: string, on: Message, verb: string, reason: string): Promise<void>;
  readonly outside: StoryOutside;
}

/** An image is built, a model starts, a challenger is trained: none of it takes longer on a slow laptop. */
const usualPatienceMs = 180_000;

export function createStage(
  hub: Hub,
  connector: ConnectorDoor,
  outside: StoryOutside,
  /** Ends all waiting. */
  signal: AbortSignal,
): Stage {
  const now = (): Snapshot => hub.snapshot();

  function find<Found>(
    what: string,
    look: (now: Snapshot) => Found | undefined,
    patienceMs = usualPatienceMs,
  ): Promise<Found> {
    const tooLate = (): Error => saySilence(what, patienceMs);
    const listen = (listener: () => void): (() => void) => hub.listen(listener);
    return waitUntil({ now, listen }, look, { patienceMs, tooLate, signal });
  }

  return {
    now,
    until: async (what, holds, patienceMs) => void (await find(what, (state) => holds(state) || undefined, patienceMs)),
    outside,
    async ask(name, text) {
      const conversation = projectChannel(now());
      const path = `/conversations/${encodeURIComponent(conversation)}/messages`;
      const body = await act(connector, path, { as: findPerson(now().workplace, name).objectId, text });
      const { id, thread } = body as { readonly id: string; readonly thread: string };
      const answers = (message: Message): boolean =>
        message.thread === thread && message.id !== id && message.author.kind === 'bot';
      return find(`an answer to "${text}"`, ({ messages }) => messages.find(answers), 30_000);
    },
    async press(name, on, verb, reason) {
      const as = findPerson(now().workplace, name).objectId;
      await act(connector, '/clicks', { as, message: on.id, button: verb, inputs: { [`${verb}Reason`]: reason } });
    },
  };
}

async function act(connector: ConnectorDoor, path: string, body: unknown): Promise<unknown> {
  const answer = await connector.act(path, body);
  if (answer.status !== 200)
    throw new PlaygroundFailure(`The channel answered ${answer.status}: ${JSON.stringify(answer.body).slice(0, 300)}`);
  return answer.body;
}

function saySilence(what: string, patienceMs: number): PlaygroundFailure {
  return new PlaygroundFailure(`Nothing for ${patienceMs / 1000} s: ${what}. The newest card in the channel says why.`);
}

function projectChannel({ conversations, overview }: Snapshot): string {
  const found = conversations.find(({ kind, name }) => kind === 'channel' && name === overview?.project);
  if (found === undefined) throw new PlaygroundFailure('The project has no channel of its name.');
  return found.id;
}

/** The environment that the story plays in. */
export function leading({ overview }: Snapshot): Environment | undefined {
  return overview?.environments.find((environment) => environment.leading);
}
