import { approvalsMissing, openDeciders } from '../../domain/release/deciders';
import { chooseAmong } from '../../domain/release/choose-among';
import { shownCharacters } from '../../domain/release/decide';
import type { Release } from '../../domain/release/release';
import { type Block, item, paragraph, row, section } from '../document';
import { code, enumerate, type Inline, type Phrase, say } from '../elements/phrase';
import { sayDuration } from '../words/duration';
import { sayInstant } from '../words/instant';
import { mention, type People, personName } from '../words/people';
import { counted } from '../words/count';
import { type ReleaseView, releaseNames, termIsOver } from './view';

/** People called by name on the card; the others are in the record. */
const mentioned = 5;

/** Those who are waited for, all or some of them; `call` notifies them. Empty when nobody is left. */
export function sayDeciders(release: Release, people: People, call: boolean): Phrase {
  const deciders = openDeciders(release);
  const names = deciders.slice(0, mentioned).map((person): Phrase => {
    const named: Inline = call ? mention(people, person) : { kind: 'text', text: personName(people, person) };
    return [named];
  });
  const left = deciders.length - names.length;
  const { before, last } = chooseAmong(approvalsMissing(release), deciders.length);
  return say`${before}${enumerate(left > 0 ? [...names, say`${counted(left, 'other')}`] : names, last)}`;
}

/** Who may approve, how many are needed, until when, and how to do it by text. */
export function approvalBlocks(view: ReleaseView): Block[] {
  const { approval } = view.release;
  if (!approval) return [];
  if (termIsOver(view))
    return [
      section('The decision'),
      paragraph(
        say`The term ended at ${sayInstant(approval.expiresAt)}: no decision is taken any more, and it will be marked as expired.`,
      ),
    ];
  const { release, environment } = releaseNames(view);
  const shown = shownCharacters(approval.shown);
  return [
    section('The decision'),
    row('Needed', sayNeeded(view.release)),
    ...decidersBlocks(view),
    row(
      'Until',
      say`${sayInstant(approval.expiresAt)}, ${sayDuration(approval.openedAt, approval.expiresAt)} after it was asked; without a decision it then expires, which is no rejection`,
    ),
    row(
      'By text',
      say`type ${code(`approve ${release} ${shown} -- your reason`)} or ${code(`reject ${release} ${shown} -- your reason`)}`,
    ),
    item(say`${code(`cancel ${release}`)} withdraws the request; nothing in ${environment} was touched yet.`, 'quiet'),
  ];
}

function sayNeeded(release: Release): Phrase {
  const quorum = release.approval?.quorum ?? 0;
  const missing = approvalsMissing(release);
  const given = quorum - missing;
  if (given === 0) return quorum === 1 ? say`one approval` : say`${quorum} approvals, by different people`;
  return say`${given} of ${quorum} approvals given, ${missing} more needed`;
}

function decidersBlocks(view: ReleaseView): Block[] {
  const { release } = view;
  const deciders = openDeciders(release);
  const short = deciders.length < approvalsMissing(release);
  return [
    ...(deciders.length > 0 ? [row('Who may decide', sayDeciders(release, view.people, true))] : []),
    ...(short
      ? [
          paragraph(
            say`Too few people may still decide: ${deciders.length} for the ${approvalsMissing(release)} that are needed. Name more approvers in the project file, then deploy again.`,
            'bad',
          ),
        ]
      : []),
    item(fourEyes(view), 'quiet'),
    ...notWhoTakesOver(view),
  ];
}

function notWhoTakesOver({ release: { takeOver, requester, modeller }, people }: ReleaseView): Block[] {
  if (!takeOver || takeOver.by === modeller || (requester.kind === 'person' && requester.objectId === takeOver.by))
    return [];
  return [item(say`Nor ${personName(people, takeOver.by)}, who asked to take over what others manage there.`, 'quiet')];
}

/** Why requester and modeller are not among those who decide. */
function fourEyes(view: ReleaseView): Phrase {
  const { requester, modeller } = view.release;
  const { version } = releaseNames(view);
  const registered = personName(view.people, modeller);
  const made = view.retrained ? `asked for the retraining that made ${version}` : `registered ${version}`;
  if (requester.kind !== 'person') return say`Not ${registered}, who ${made}: somebody else has to look.`;
  const asked = personName(view.people, requester.objectId);
  if (requester.objectId === modeller)
    return say`Not ${asked}, who ${made} and asked for this: somebody else has to look.`;
  return say`Not ${asked}, who asked for this, nor ${registered}, who ${made}: somebody else has to look.`;
}
