import { PlaygroundFailure } from '../../client/failure';
import type { ConnectorDoor } from '../server/connector-door';
import type { Hub } from '../server/hub';
import type { Message, Person } from '../wire/chat';
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

  function until(what: string, holds: (now: Snapshot) => boolean, patienceMs = usualPatienceMs): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void): void => {
        stopListening();
        clearTimeout(timer);
        signal.removeEventListener('abort', aborted);
        settle();
      };
      const aborted = (): void => end(() => reject(signal.reason as Error));
      const look = (): void => (holds(now()) ? end(resolve) : undefined);
      const stopListening = hub.listen(look);
      const timer = setTimeout(() => end(() => reject(tooLate(what, patienceMs))), patienceMs);
      signal.addEventListener('abort', aborted);
      if (signal.aborted) aborted();
      else look();
    });
  }

  return {
    now,
    until,
    outside,
    async ask(name, text) {
      const conversation = projectChannel(now());
      const path = `/conversations/${encodeURIComponent(conversation)}/messages`;
      const body = await act(connector, path, { as: personCalled(now(), name).objectId, text });
      const { id, thread } = body as { readonly id: string; readonly thread: string };
      const answers = (message: Message): boolean =>
        message.thread === thread && message.id !== id && message.author.kind === 'bot';
      await until(`an answer to "${text}"`, ({ messages }) => messages.some(answers), 30_000);
      const answer = now().messages.find(answers);
      if (answer === undefined) throw new PlaygroundFailure(`The answer to "${text}" is gone.`);
      return answer;
    },
    async press(name, on, verb, reason) {
      const as = personCalled(now(), name).objectId;
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

function tooLate(what: string, patienceMs: number): PlaygroundFailure {
  return new PlaygroundFailure(`Nothing for ${patienceMs / 1000} s: ${what}. The newest card in the channel says why.`);
}

export function personCalled({ workplace }: Snapshot, name: string): Person {
  const found = workplace.people.find((person) => person.name.startsWith(`${name} `));
  if (found === undefined) throw new PlaygroundFailure(`Nobody in the workplace is called ${name}.`);
  return found;
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
