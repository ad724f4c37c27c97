import type { OutcomeImport } from '../domain/outcomes/import';
import type { Card } from '../domain/ports/chat';
import { type Block, item, paragraph, row, section } from './document';
import { cutText } from './elements/cut-text';
import { code, type Phrase, say, sign } from './elements/phrase';
import { renderCard } from './render-card';
import { sayInstant } from './words/instant';
import { actorName, type People } from './words/people';
import { counted, sayCount } from './words/count';
import { sayShare } from './words/share';

export interface OutcomesView {
  /** The project as people call it. */
  readonly title: string;
  readonly import: OutcomeImport;
  /** The contract's outcome column and event value. */
  readonly outcome: { readonly name: string; readonly event: string };
  /** Rows that were scored in the time of the matched rows, and how many of them have an outcome now. */
  readonly known: readonly { readonly environment: string; readonly rows: number; readonly known: number }[];
  /** Environments whose rows are judged by the project file. */
  readonly judged: readonly string[];
  /** Whether rows of the time of the matched ones are in a window that was closed before the outcomes came. */
  readonly closedBefore: boolean;
  readonly people: People;
  /** Told again for a delivery that came before: what happened then is over. */
  readonly again?: boolean;
}

/** What a delivery of outcomes brought: the card in the channel after an import, and the shell's answer to it. */
export function renderOutcomesCard(view: OutcomesView): Card {
  const { summary } = view.import;
  const title = say`${cutText(view.title, 60)}: ${counted(summary.rows - (summary.empty ?? 0), 'outcome')} arrived`;
  const brought = sayBrought(view);
  const notKept = notKeptBlocks(view);
  return renderCard({
    title,
    summary: say`${title}. ${brought}`,
    blocks: [
      paragraph(brought),
      ...periodBlocks(view),
      ...remarkBlocks(view),
      ...(notKept.length > 0 ? [section('Not kept'), ...notKept] : []),
      ...(view.again ? [] : [section('What happens next'), paragraph(sayNext(view))]),
      paragraph(
        say`${cutText(view.import.source, 120)}, delivered by ${actorName(view.people, view.import.importedBy)} at ${sayInstant(view.import.importedAt)}. Counted by Steward in its own record.`,
        'quiet',
      ),
    ],
  });
}

function sayBrought({ import: { summary }, outcome }: OutcomesView): Phrase {
  const { accepted, events, corrected } = summary;
  const corrections =
    corrected === 0 ? '' : `${counted(corrected, 'known outcome is', 'known outcomes are')} corrected.`;
  if (accepted === 0) return corrections === '' ? say`No scored row got its first outcome.` : say`${corrections}`;
  const event = `${cutText(outcome.name, 60)} is ${cutText(outcome.event, 60)}`;
  return say`${counted(accepted, 'scored row')} got ${accepted === 1 ? 'its' : 'their'} first outcome, ${counted(events, 'event')} among them (${event}).${corrections === '' ? '' : ` ${corrections}`}`;
}

const shownEnvironments = 6;

function periodBlocks({ import: { summary }, known }: OutcomesView): Block[] {
  const { scored } = summary;
  if (!scored) return [];
  const left = known.length - shownEnvironments;
  return [
    row('Rows scored', say`${sayInstant(scored.from)} to ${sayInstant(scored.to)}`),
    ...known
      .slice(0, shownEnvironments)
      .map((one) =>
        row(
          `Known now on ${cutText(one.environment, 60)}`,
          say`${sayCount(one.known)} of the ${counted(one.rows, 'row')} of that time (${sayShare(one.known / one.rows)})`,
        ),
      ),
    ...(left > 0 ? [item(say`… ${counted(left, 'more environment')}`, 'quiet')] : []),
  ];
}

/** What was kept for later, and what there was no need to keep. */
function remarkBlocks({ import: { summary } }: OutcomesView): Block[] {
  const { unmatched, repeated, empty = 0 } = summary;
  return [
    ...(unmatched > 0
      ? [
          item(
            say`${counted(unmatched, 'outcome is', 'outcomes are')} kept without a scored row, and will count when the row comes. If rows were expected, check that the references are those the scoring client sends.`,
          ),
        ]
      : []),
    ...(repeated > 0 ? [item(say`${counted(repeated, 'outcome')} said what was known already.`, 'quiet')] : []),
    ...(empty > 0 ? [item(say`${counted(empty, 'row')} had no outcome yet.`, 'quiet')] : []),
  ];
}

function notKeptBlocks({ import: { summary } }: OutcomesView): Block[] {
  const { contradicting, early, future } = summary;
  const kinds: readonly (readonly [number, Phrase])[] = [
    [
      contradicting,
      say`another value than the known one. If they are right, deliver them again with ${code('--correct')} (over HTTP: ${code('correct')} as true).`,
    ],
    [early, say`observed before the row was scored. Check the times: their clock and time zone.`],
    [future, say`observed later than now. Check the times: their clock and time zone.`],
  ];
  return kinds.flatMap(([count, words]) =>
    count === 0 ? [] : [item(say`${sign('✗')}${counted(count, 'outcome')}: ${words}`, 'bad')],
  );
}

function sayNext({ import: { summary }, judged, closedBefore }: OutcomesView): Phrase {
  if (summary.accepted + summary.corrected === 0) return say`Nothing new is known of scored rows, so nothing changes.`;
  if (judged.length === 0)
    return say`Nothing judges the scores: the project file has no section ${code('monitoring')}.`;
  const where = cutText(judged.join(', '), 200);
  return say`Windows of ${where} whose rows are old enough are judged with these outcomes.${closedBefore ? ' A window that was judged before is evaluated again and not counted again.' : ''} What serves does not change without approval.`;
}
