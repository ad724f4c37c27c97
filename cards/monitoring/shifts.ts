import type { EvaluationResult, Shift } from '../../domain/monitoring/evaluation';
import { type Block, item, section } from '../document';
import { cutText } from '../elements/cut-text';
import { type Phrase, say } from '../elements/phrase';
import { counted } from '../words/count';
import { sayFigure } from '../words/figure';

const shownShifts = 5;
const nameBytes = 48;

/** Which distributions moved, largest first: a hint where to look. It decides nothing, and says so. */
export function shiftBlocks(result: EvaluationResult | undefined): Block[] {
  const { baseline, shifts = [] } = result ?? {};
  if (baseline === undefined || shifts.length === 0) return [];
  const moved = shifts.filter(({ psi, chance }) => psi > chance).sort((one, other) => other.psi - one.psi);
  const left = moved.length - shownShifts;
  const sampled = result?.sampled === undefined ? '' : `, inputs on ${counted(result.sampled, 'row')}`;
  return [
    section('What moved (for information, it decides nothing)'),
    ...(moved.length === 0
      ? [item(say`Neither score nor inputs moved more than by chance since window ${baseline}.`)]
      : moved.slice(0, shownShifts).map((shift) => item(sayShift(shift)))),
    ...(left > 0 ? [item(say`… ${left} more`, 'quiet')] : []),
    item(say`PSI against window ${baseline}, measured by Steward${sampled}.`, 'quiet'),
  ];
}

function sayShift({ input, psi, chance }: Shift): Phrase {
  const what = input === undefined ? 'The score' : `Input ${cutText(input, nameBytes)}`;
  return say`${what}: PSI ${sayFigure(psi)}, by chance at most ${sayFigure(chance)}`;
}
