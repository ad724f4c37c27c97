import { PlaygroundFailure } from '../../client/failure';
import type { Message } from '../wire/chat';
import type { Snapshot } from '../wire/stream';
import { leading, type Stage } from './stage';

export interface Step {
  readonly act: string;
  /** What happens, in a sentence for somebody who sees it for the first time. */
  readonly sentence: string;
  /** What the visitor is to do; without one the story does it. */
  readonly task?: string;
  /** Whom the visitor plays in it: a first name. */
  readonly as?: string;
  /** False when what it brings about is there already; always needed without. */
  readonly isNeeded?: (now: Snapshot) => boolean;
  readonly play: (stage: Stage) => Promise<void>;
}

/** Applicants of one window, by the sample's project file. */
const windowRows = 1_500;

const serves = (now: Snapshot): boolean => leading(now)?.serving != null;
const judged = (now: Snapshot): number => leading(now)?.evaluations.length ?? 0;
/** Of what serves: one about a version that was replaced is closed a moment later. */
const isAlerted = (now: Snapshot): boolean => {
  const { alert, serving } = leading(now) ?? {};
  return alert != null && alert.version === serving?.version;
};
const newestRelease = (now: Snapshot): string | undefined => leading(now)?.release?.name;

/** The newest message of the bot whose card has this button. */
function cardWith(now: Snapshot, verb: string): Message {
  const has = (node: unknown): boolean =>
    typeof node === 'object' &&
    node !== null &&
    ((node as { verb?: unknown }).verb === verb || Object.values(node).some(has));
  const found = now.messages.findLast((message) => message.author.kind === 'bot' && has(message.card));
  if (found === undefined) throw new PlaygroundFailure(`No card in the channel has a button to ${verb}.`);
  return found;
}

/** Waits for the visitor's decision; only a release that serves lets the story go on. */
async function decided(stage: Stage): Promise<void> {
  const name = newestRelease(stage.now());
  const state = (now: Snapshot): string | undefined =>
    leading(now)?.release?.name === name ? leading(now)?.release?.state : 'superseded';
  const open = ['preparing', 'waiting', 'approved'];
  await stage.until(`the decision on ${name ?? 'it'}`, (now) => !open.includes(state(now) ?? ''), visitorPatienceMs);
  const ended = state(stage.now());
  if (ended === 'serving') return;
  throw new PlaygroundFailure(
    `${name ?? 'The release'} ended ${ended ?? 'unseen'}: nothing was changed, and that is a decision too. Start the story again to go another way.`,
  );
}

/** Somebody may go for a coffee before deciding. */
const visitorPatienceMs = 3_600_000;

async function sendAWindow(stage: Stage): Promise<void> {
  const before = stage.now().outside?.scored ?? 0;
  stage.outside.sendApplications(windowRows);
  await stage.until(
    'the answers to the applicants',
    ({ outside }) => outside?.busy === null && outside.scored > before,
  );
}

async function tellOutcomes(stage: Stage): Promise<void> {
  const before = judged(stage.now());
  stage.outside.deliverOutcomes();
  await stage.until('the judgement of the window', (now) => judged(now) > before);
}

const firstAct = 'The first release';
const secondAct = 'The judgement';
const thirdAct = 'The challenger';

/** The whole story, in order. What is there already is left out, so that it can be told again. */
export const steps: readonly Step[] = [
  {
    act: firstAct,
    sentence:
      'Dana, a data scientist, registers the model that she trained. Steward reads the package and keeps it by its digest.',
    isNeeded: ({ overview }) => overview?.champion === null,
    play: async (stage) => {
      await stage.ask('Dana', 'register champion.zip');
      await stage.until('v1 to be registered', ({ overview }) => overview?.champion !== null);
    },
  },
  {
    act: firstAct,
    sentence:
      'She asks to bring it to production. Steward checks it, builds its image and says on one card what would change.',
    isNeeded: (now) => !serves(now),
    play: async (stage) => {
      await stage.ask('Dana', 'deploy champion to production -- the first model for home-equity loans');
      await stage.until('the question for approval', (now) => leading(now)?.release?.state === 'waiting');
    },
  },
  {
    act: firstAct,
    sentence: 'She tries to approve it herself, and is refused: nobody decides on what they asked for.',
    isNeeded: (now) => !serves(now),
    play: async (stage) => stage.press('Dana', cardWith(stage.now(), 'approve'), 'approve', 'it is mine, I know it'),
  },
  {
    act: firstAct,
    sentence: 'You lead analytics. Read the card: who asked, what changes, and on which evidence.',
    task: 'As Lena Brandt, press Approve… on the newest card, give a reason, and send it.',
    as: 'Lena',
    isNeeded: (now) => !serves(now),
    play: decided,
  },
  {
    act: secondAct,
    sentence: '1,500 applicants ask for a loan. The model scores them, and each answer is recorded on its way.',
    play: sendAWindow,
  },
  {
    act: secondAct,
    sentence: 'Months later it is known who paid. Steward judges the window: how well did the scores separate?',
    play: tellOutcomes,
  },
  {
    act: secondAct,
    sentence: 'The world changes: other people ask, for other reasons. The model does not know that.',
    play: async (stage) => {
      stage.outside.setDrift(1);
      await sendAWindow(stage);
    },
  },
  {
    act: secondAct,
    sentence: 'Their outcomes come, and Steward judges the window: KS (separation) below what was agreed is a breach.',
    play: tellOutcomes,
  },
  {
    act: secondAct,
    sentence: 'Two breaches in a row settle it: Steward raises an alert in the channel.',
    isNeeded: (now) => !isAlerted(now),
    play: async (stage) => {
      await sendAWindow(stage);
      await tellOutcomes(stage);
      await stage.until('an alert', isAlerted);
    },
  },
  {
    act: thirdAct,
    sentence: 'Dana asks for a retraining. It learns from logged applicants and must beat the champion on others.',
    play: async (stage) => {
      await stage.ask('Dana', 'retrain in production -- the separation fell twice');
      const before = newestRelease(stage.now());
      const goes = (now: Snapshot): boolean => leading(now)?.retraining?.endedAt === null;
      await stage.until('the retraining', (now) => goes(now) || newestRelease(now) !== before);
      await stage.until('the end of the retraining', (now) => !goes(now));
      await stage.until('the request for the challenger', (now) => newestRelease(now) !== before, 60_000);
      await stage.until('the question for approval', (now) => leading(now)?.release?.state === 'waiting');
    },
  },
  {
    act: thirdAct,
    sentence:
      'Theo, the other leader, has read the comparison and approves. Steward asked for it itself, so it takes two.',
    play: async (stage) =>
      stage.press('Theo', cardWith(stage.now(), 'approve'), 'approve', 'better on the same applicants'),
  },
  {
    act: thirdAct,
    sentence: 'Yours is the second voice. Is the challenger better on the same applicants, and by how much?',
    task: 'As Lena Brandt, read the newest card, then press Approve… or Reject… on it and give a reason.',
    as: 'Lena',
    play: decided,
  },
  {
    act: thirdAct,
    sentence: 'The challenger serves. Applicants of the changed world are scored by it, and their outcomes come.',
    play: async (stage) => {
      await sendAWindow(stage);
      await tellOutcomes(stage);
    },
  },
  {
    act: 'The record',
    sentence: 'Everything is in one history: who asked, who approved, which bytes, on which evidence.',
    play: async (stage) => void (await stage.ask('Lena', 'history')),
  },
];
