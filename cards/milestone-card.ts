import type { Card } from '../domain/ports/chat';
import { shownCharacters } from '../domain/release/decide';
import { isOpen } from '../domain/release/states';
import { type Block, paragraph } from './document';
import { code, type Phrase, say } from './elements/phrase';
import { sayDeciders } from './release/approval';
import { decisionBlocks } from './release/decisions';
import { endingBlocks } from './release/ending';
import { releaseState } from './release/state';
import { releaseTitle } from './release/title';
import { type ReleaseView, releaseNames } from './release/view';
import { renderCard } from './render-card';
import { mention } from './words/people';

/** The moments that are told below a release's card, because edits of a card notify nobody. */
export type Milestone = 'asked' | 'ended';

/** Which milestone a release stands at; while steps run there is none. */
export function milestoneOf({ release }: ReleaseView): Milestone | undefined {
  if (release.state === 'waiting') return 'asked';
  return isOpen(release.state) ? undefined : 'ended';
}

/** A short reply below the release's card that calls those who must act, or tells who asked how it ended. */
export function renderMilestoneCard(view: ReleaseView, milestone: Milestone): Card {
  const title = releaseTitle(view);
  const blocks = milestone === 'asked' ? askedBlocks(view) : endedBlocks(view);
  return renderCard({ title, summary: say`${title} ${releaseState(view).text}.`, blocks });
}

function askedBlocks(view: ReleaseView): Block[] {
  const { release } = releaseNames(view);
  const { approval } = view.release;
  if (!approval) return [];
  const deciders = capital(sayDeciders(view.release, view.people, true));
  return [
    paragraph(
      deciders.length === 0
        ? say`Nobody is left who may decide on ${release}: name more approvers in the project file, then deploy again.`
        : say`${deciders}: ${release} waits for your decision on the card above.`,
    ),
    paragraph(say`By text: ${code(`approve ${release} ${shownCharacters(approval.shown)} -- your reason`)}`, 'quiet'),
  ];
}

/** `two of …` at the start of a sentence; names stay as they are. */
function capital([first, ...rest]: Phrase): Phrase {
  if (first?.kind !== 'text') return first ? [first, ...rest] : [];
  return [{ ...first, text: `${first.text.charAt(0).toUpperCase()}${first.text.slice(1)}` }, ...rest];
}

function endedBlocks(view: ReleaseView): Block[] {
  const { requester } = view.release;
  const state = releaseState(view).text;
  const head =
    requester.kind === 'person' ? say`${mention(view.people, requester.objectId)}: ${state}.` : say`${state}.`;
  if (view.release.state === 'serving') return [paragraph(head)];
  return [paragraph(head), ...decisionBlocks(view), ...endingBlocks(view)];
}
