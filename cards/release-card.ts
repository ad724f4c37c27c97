import type { Card } from '../domain/ports/chat';
import { shownCharacters } from '../domain/release/decide';
import type { Release } from '../domain/release/release';
import type { ReleaseState } from '../domain/release/states';
import { type Block, type CardDocument, item, paragraph, row } from './document';
import { code, type Phrase, say } from './elements/phrase';
import { releaseActions } from './release/actions';
import { approvalBlocks } from './release/approval';
import { changeBlocks } from './release/changes';
import { decisionBlocks } from './release/decisions';
import { digestBlock, fullDigestBlocks } from './release/digests';
import { endingBlocks } from './release/ending';
import { evidenceBlocks } from './release/evidence';
import { planBlocks } from './release/plan';
import { requestBlock } from './release/request';
import { servingBlocks } from './release/serving';
import { sayServing } from './release/serving-now';
import { releaseState, stateBlock } from './release/state';
import { progressBlock, stepBlocks, stepDetailBlocks } from './release/steps';
import { releaseTitle } from './release/title';
import { type ReleaseView, releaseNames, termIsOver } from './release/view';
import { renderCard } from './render-card';
import { sayInstant } from './words/instant';

export type { ReleaseView } from './release/view';

/**
 * The one card of a release, from request to ending; at most 24 KB whatever the package says. It is drawn from the
 * record alone: the same record gives the same bytes, so what was shown can be kept and compared by its hash.
 */
export function renderReleaseCard(view: ReleaseView): Card {
  const title = releaseTitle(view);
  const document: CardDocument = {
    title,
    summary: say`${title}${view.release.state === 'waiting' ? '' : '.'} ${releaseState(view).text}.${summaryEnd(view)}`,
    blocks: [stateBlock(view), ...bodies[view.release.state](view), footerBlock(view)],
    details: [...fullDigestBlocks(view), ...detailBlocks(view), ...stepDetailBlocks(view.release)],
    actions: releaseActions(view),
  };
  return renderCard(document);
}

type Draw = (view: ReleaseView) => readonly Block[];

/** Ended without a release: how, what serves instead, and who wanted and decided what. */
const drawEnded: Draw = (view) => [
  ...endingBlocks(view),
  requestBlock(view),
  ...decisionBlocks(view),
  digestBlock(view),
];

const bodies: Readonly<Record<ReleaseState, Draw>> = {
  preparing: (view) => [
    requestBlock(view),
    paragraph(say`${sayServing(view)} ${untouched(view.release)}`),
    progressBlock(view.release),
    ...stepBlocks(view.release),
    digestBlock(view),
    stopBlock(view),
  ],
  // Who is asked for what stands before all that it is to be read for; the steps so far say nothing to them.
  waiting: (view) => [
    requestBlock(view),
    ...approvalBlocks(view),
    ...decisionBlocks(view),
    ...evidenceBlocks(view),
    ...changeBlocks(view),
    ...planBlocks(view),
    digestBlock(view),
  ],
  approved: (view) => [
    requestBlock(view),
    ...decisionBlocks(view),
    paragraph(sayServing(view)),
    progressBlock(view.release),
    ...stepBlocks(view.release),
    digestBlock(view),
    stopBlock(view),
  ],
  serving: (view) => [
    ...servingBlocks(view),
    ...(isRecorded(view.release) ? [] : stepBlocks(view.release)),
    requestBlock(view),
    ...decisionBlocks(view),
    digestBlock(view),
  ],
  rejected: (view) => [...decisionBlocks(view), ...endingBlocks(view), requestBlock(view), digestBlock(view)],
  expired: drawEnded,
  cancelled: drawEnded,
  superseded: drawEnded,
  failed: (view) => [
    ...endingBlocks(view),
    ...retryBlocks(view),
    ...stepBlocks(view.release),
    requestBlock(view),
    ...decisionBlocks(view),
    digestBlock(view),
  ],
};

/** What the waiting card shows in the open stays on the card afterwards, folded away. */
function detailBlocks(view: ReleaseView): readonly Block[] {
  if (view.release.state === 'waiting') return [];
  return [...changeBlocks(view), ...evidenceBlocks(view)];
}

/** Traffic may have been switched while pointers are still being recorded. */
function isRecorded({ steps }: Release): boolean {
  return steps.some(({ step, state }) => step === 'record' && state === 'done');
}

function untouched({ kind }: Release): string {
  return kind === 'rollback' ? 'Its traffic stays until Switch.' : 'Nothing is touched before the decision.';
}

/** How to stop it while it runs. */
function stopBlock(view: ReleaseView): Block {
  const { release } = view;
  const { release: name, environment } = releaseNames(view);
  if (release.cancelRequested)
    return item(say`A cancel was asked for at ${sayInstant(release.cancelRequested.at)}: it stops before Switch.`);
  const switched = release.steps.some(({ step, state }) => step === 'switch' && state !== 'open');
  if (switched)
    return item(say`It can no longer be cancelled; ${code(`rollback ${environment} -- reason`)} goes back.`, 'quiet');
  return item(say`${code(`cancel ${name}`)} stops it until Switch.`, 'quiet');
}

function retryBlocks(view: ReleaseView): readonly Block[] {
  if (!view.mayRetry) return [];
  const { release } = releaseNames(view);
  const approved = view.release.approval?.decisions.some(({ verb }) => verb === 'approve') ?? false;
  return [
    row(
      'By text',
      say`${code(`retry ${release}`)} goes on from the failed step${approved ? ', under the same approval' : ''}`,
    ),
  ];
}

function summaryEnd(view: ReleaseView): Phrase {
  const { approval, state } = view.release;
  if (state !== 'waiting' || !approval || termIsOver(view)) return [];
  const { release } = releaseNames(view);
  return say` Until ${sayInstant(approval.expiresAt)}: ${code(`approve ${release} ${shownCharacters(approval.shown)} -- your reason`)}, or reject in its place.`;
}

function footerBlock(view: ReleaseView): Block {
  const { attempt, revision } = view.release;
  const again = attempt > 1 ? `, attempt ${attempt}` : '';
  return item(say`${releaseNames(view).release}${again}, revision ${revision} of this card.`, 'quiet');
}
