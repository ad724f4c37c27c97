import type { Card } from '../domain/ports/chat';
import type { Decision } from '../domain/release/release';
import { paragraph } from './document';
import { enumerate, type Phrase, say } from './elements/phrase';
import { releaseState } from './release/state';
import { type ReleaseView, releaseNames } from './release/view';
import { renderCard } from './render-card';
import { personName } from './words/people';
import { counted } from './words/count';

const named = 5;

/** What a reply that asked for a decision becomes when it waits for none any more; it changes no more after that. */
export function renderDecidedCard(view: ReleaseView): Card {
  const { release, project, version, environment } = releaseNames(view);
  const end = say`${release} ${sayEnd(view)}.`;
  return renderCard({
    title: say`${project} ${version} to ${environment}`,
    summary: end,
    blocks: [paragraph(end), paragraph(say`The card above has all that came of it.`, 'quiet')],
  });
}

function sayEnd(view: ReleaseView): Phrase {
  const { approval, state } = view.release;
  const decisions = approval?.decisions ?? [];
  if (state === 'waiting') return say`was asked for anew`;
  const by = decisions.filter(({ verb }) => verb === (state === 'rejected' ? 'reject' : 'approve'));
  const approved = by.length >= (approval?.quorum ?? 1);
  if (state === 'rejected' || approved)
    return say`was ${state === 'rejected' ? 'rejected' : 'approved'} by ${sayWho(view, by)}`;
  return say`waits for no decision any more: ${releaseState(view).text}`;
}

function sayWho({ people }: ReleaseView, decisions: readonly Decision[]): Phrase {
  const names = decisions.slice(0, named).map(({ person }) => say`${personName(people, person)}`);
  const left = decisions.length - names.length;
  return enumerate(left > 0 ? [...names, say`${counted(left, 'other')}`] : names, 'and');
}
