import type { Message } from '../../wire/chat';
import { say } from '../state/chat-actions';
import type { PageState, PageStore } from '../state/page-store';
import { deliveryTrouble } from '../chat/delivery-trouble';
import { become } from '../state/become';
import { projectChannel } from '../state/project-channel';
import { waitFor } from './wait-for';

/** The sample's two models, and what one says when one asks for their release. */
export const models = {
  first: { file: 'champion.zip', why: 'first release' },
  second: { file: 'challenger.zip', why: 'the second model' },
} as const;

/** Packages are read on slow laptops too. */
const patienceMs = 120_000;
/** A release is opened while its request is answered. */
const openingMs = 20_000;

/**
 * Dana registers a package of the sample and asks for its release, in the project's channel, where the visitor sees it
 * happen. Rejects with an Error whose message is for them.
 */
export async function askForRelease(
  store: PageStore,
  { file, why }: (typeof models)[keyof typeof models],
): Promise<void> {
  const dana = store.get().workplace.people.find(({ name }) => name.startsWith('Dana '));
  const channel = projectChannel(store.get());
  if (dana === undefined || channel === undefined)
    throw new Error('The sample’s people or its channel are not here. Start npm start with an empty STEWARD_HOME.');
  become(store, dana.objectId);
  store.set({ conversation: channel, view: 'chat' });
  const asked = await write(store, dana.objectId, channel, `register ${file}`);
  const answers = await waitFor(store, patienceMs, ({ messages }) => {
    const said = answersTo(messages, asked);
    return said.some((one) => versionIn(one) !== undefined || !isReading(one)) ? said : undefined;
  });
  const version = answers.map(versionIn).find((label) => label !== undefined);
  if (version === undefined) throw new Error(`Steward did not register ${file}. Its answer in the channel says why.`);
  const before = newestRelease(store.get());
  await write(store, dana.objectId, channel, `deploy ${version} to production -- ${why}`);
  const opened = (state: PageState): true | undefined => (newestRelease(state) === before ? undefined : true);
  await waitFor(store, openingMs, opened).catch(() => {
    throw new Error(`Steward opened no release of ${version}. Its answer in the channel says why.`);
  });
}

/** Of the environment in which champions are made. */
function newestRelease({ overview }: Pick<PageState, 'overview'>): string | undefined {
  return overview?.environments.find(({ leading }) => leading)?.release?.name;
}

async function write(store: PageStore, as: string, conversation: string, text: string) {
  const sent = await say({ as, conversation, text, mention: true });
  const trouble = deliveryTrouble(sent.deliveries, store.get().workplace.bot.name);
  if (trouble !== undefined) throw new Error(trouble);
  return { ...sent, conversation };
}

/** In the thread; or later in the channel, when reading took longer than a turn. */
function answersTo(
  messages: ReadonlyMap<string, Message>,
  asked: { readonly id: string; readonly thread: string; readonly conversation: string },
): readonly Message[] {
  return [...messages.values()].filter(
    ({ id, thread, conversation, author }) =>
      author.kind === 'bot' &&
      conversation === asked.conversation &&
      Number(id) > Number(asked.id) &&
      (thread === asked.thread || thread === id),
  );
}

function isReading({ text }: Message): boolean {
  return text?.startsWith('I am reading') === true;
}

/** `hmeq v1 is registered`, `This is hmeq v1 already`. */
function versionIn({ summary }: Message): string | undefined {
  return /\b(v\d+) (?:is registered|already)/.exec(summary ?? '')?.[1];
}
