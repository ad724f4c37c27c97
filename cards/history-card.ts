import { releaseName } from '../domain/ids';
import type { Card } from '../domain/ports/chat';
import type { Decision, Release } from '../domain/release/release';
import type { Retraining } from '../domain/retraining/retraining';
import type { ReleaseState } from '../domain/release/states';
import { type Block, item, paragraph, row, section } from './document';
import { cutText } from './elements/cut-text';
import { code, enumerate, type Phrase, say } from './elements/phrase';
import { sayStanding } from './release/standing';
import { versionName } from './release/view';
import { renderCard } from './render-card';
import { pastRetrainingBlocks } from './retraining/history';
import { sayInstant } from './words/instant';
import { actorName, type People, personName } from './words/people';
import { counted } from './words/count';
import { sayReason } from './words/reason';
import { isOpen } from '../domain/release/states';

export interface HistoryView {
  /** The project as people call it. */
  readonly title: string;
  /** Newest first. */
  readonly releases: readonly Release[];
  /** How many there are in all. */
  readonly total: number;
  /** The newest ones, newest first. */
  readonly retrainings: readonly Retraining[];
  readonly people: People;
}

const shownReleases = 10;
const shownRetrainings = 5;
const reasonBytes = 160;
const shownDecisions = 4;

/** The answer to `history`: what was released, by whom, on whose decision, and how it ended. */
export function renderHistoryCard({ title, releases, total, retrainings, people }: HistoryView): Card {
  const heading = say`Releases of ${cutText(title, 60)}`;
  const shown = releases.slice(0, shownReleases);
  const left = total - shown.length;
  return renderCard({
    title: heading,
    summary: say`${heading}: ${total}.`,
    blocks: [
      ...(total === 0
        ? [paragraph(say`There are none yet. ${code('deploy champion to <environment>')} asks for one.`)]
        : []),
      ...shown.flatMap((release) => releaseBlocks(release, people)),
      ...(left > 0 ? [item(say`… ${counted(left, 'older release')}, not shown.`, 'quiet')] : []),
      ...(retrainings.length > 0 ? [section('Newest retrainings')] : []),
      ...retrainings.slice(0, shownRetrainings).flatMap((retraining) => pastRetrainingBlocks(retraining, people)),
    ],
  });
}

function releaseBlocks(release: Release, people: People): Block[] {
  const { environment, requester, requestedAt } = release;
  const where = cutText(environment, 60);
  const version = versionName(release.version);
  const aim = release.kind === 'rollback' ? `${where} back to ${version}` : `${version} to ${where}`;
  return [
    row(releaseName(release.number), say`${aim}: ${endings[release.state]}`),
    item(isOpen(release.state) ? sayStanding(release, people) : sayEnd(release, people)),
    item(say`asked for by ${actorName(people, requester)} at ${sayInstant(requestedAt)}`, 'quiet'),
  ];
}

/** `serving` says how the release ended, not what serves today. */
const endings: Readonly<Record<ReleaseState, string>> = {
  preparing: 'preparing',
  waiting: 'waiting for approval',
  approved: 'under way',
  serving: 'released',
  rejected: 'rejected',
  expired: 'expired without a decision',
  cancelled: 'cancelled',
  superseded: 'superseded',
  failed: 'failed',
};

function sayEnd(release: Release, people: People): Phrase {
  const { approval, ending, endedAt, state } = release;
  const when = endedAt === undefined ? say`` : say` at ${sayInstant(endedAt)}`;
  const decisions = approval?.decisions ?? [];
  if (decisions.length > 0 && (state === 'serving' || state === 'rejected'))
    return say`${sayDecisions(decisions, people)}; ${state === 'serving' ? 'switched' : 'ended'}${when}`;
  if (ending && state !== 'serving') return say`${sayReason(ending.code, ending.details).sentence} It ended${when}.`;
  return say`${state === 'serving' ? 'switched' : 'ended'}${when}`;
}

/** Everybody who decided, with their reasons, in the order of their decisions. */
function sayDecisions(decisions: readonly Decision[], people: People): Phrase {
  const left = decisions.length - shownDecisions;
  const said = decisions.slice(0, shownDecisions).map(({ verb, person, reason }, index) => {
    const what = verb === 'approve' ? 'approved ' : 'rejected ';
    const repeated = decisions[index - 1]?.verb === verb;
    return say`${repeated ? '' : what}by ${personName(people, person)}: “${cutText(reason, reasonBytes)}”`;
  });
  return enumerate([...said, ...(left > 0 ? [say`by ${left} more`] : [])], 'and');
}
