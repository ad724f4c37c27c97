import type { Comparison, GateFigures } from '../../domain/retraining/retraining';
import { type Block, item, paragraph, row, section } from '../document';
import { cutText } from '../elements/cut-text';
import { type Phrase, say } from '../elements/phrase';
import { counted, sayCount } from '../words/count';
import { sayFigure } from '../words/figure';
import { sayDifference, sayInterval } from '../words/judgement';

const nameBytes = 48;

/** Candidate and what serves, side by side on the same rows; every figure measured by Steward. */
export function gateBlocks(comparison: Comparison | undefined): Block[] {
  if (!comparison) return [];
  const { champion, candidate, window, rows, events } = comparison;
  return [
    section('The comparison'),
    row(`${cutText(champion.version ?? 'What serves', nameBytes)}, which serves`, sayFigures(champion)),
    row('The candidate', sayFigures(candidate)),
    row('Difference', sayGain(comparison)),
    ...overlapBlocks(comparison),
    item(
      say`Both measured by Steward on the same ${counted(rows, 'row')} of window ${window} (${counted(events, 'event')}), none of which is in its dataset.`,
      'quiet',
    ),
  ];
}

function sayFigures({ ks, interval, auc, direction, scores }: GateFigures): Phrase {
  const how = scores === 'recorded' ? 'scores as production gave them' : 'scored anew for this comparison';
  if (ks === undefined) return say`no KS can be computed (${how})`;
  const sure = interval ? ` ${sayInterval(interval)}` : '';
  const area = auc === undefined ? '' : `, AUC ${sayFigure(auc)}`;
  const turned = direction === 'lower' ? ', and events score lower, not higher' : '';
  return say`KS ${sayFigure(ks)}${sure}${area}${turned} (${how})`;
}

function sayGain({ difference, interval, margin }: Comparison): Phrase {
  const asked = say`at least ${sayFigure(margin)} is asked for, and more than chance would give`;
  if (difference === undefined) return say`none can be computed; ${asked}`;
  const method = interval ? ' (95 %, paired bootstrap)' : '';
  return say`KS ${sayDifference(difference, interval)}${method}; ${asked}`;
}

/** That the candidate knew some of the rows; nothing when it knew none. */
export function flatteryBlocks({ overlap, rows }: Pick<Comparison, 'overlap' | 'rows'>): Block[] {
  if (overlap.candidate === 0) return [];
  const known = say`${sayCount(overlap.candidate)} of ${counted(rows, 'gate row')} ${overlap.candidate === 1 ? 'has' : 'have'} the inputs of a row it learnt from: applicants recur, so this comparison flatters the candidate.`;
  return [paragraph(known, 'bad')];
}

/** Whom the comparison flatters, said before anybody trusts it. */
function overlapBlocks({ overlap, rows, champion }: Comparison): Block[] {
  const serves = cutText(champion.version ?? 'what serves', nameBytes);
  return [
    ...(overlap.candidate > 0
      ? flatteryBlocks({ overlap, rows })
      : [item(say`No gate row has the inputs of a row that the candidate learnt from.`, 'quiet')]),
    overlap.champion === undefined
      ? item(say`What ${serves} learnt from is not known to Steward: it may have seen these rows.`, 'quiet')
      : overlap.champion > 0
        ? item(
            say`${sayCount(overlap.champion)} of them ${overlap.champion === 1 ? 'has' : 'have'} the inputs of a row that ${serves} learnt from.`,
          )
        : item(say`No gate row has the inputs of a row that ${serves} learnt from.`, 'quiet'),
  ];
}
