import type { Evaluation, Mark } from '../../../wire/overview';

/** A vertical line between two windows. */
export interface PlacedMark {
  /** In windows: 1 is the first window that is shown, 1.5 half way to the second. */
  readonly x: number;
  readonly text: string;
  readonly kind: Mark['kind'];
  /** The line of text above the plot, counted from the bottom, so that labels never lie on each other. */
  readonly row: number;
  /** Pixels that the label is moved to the left of its line, because there is no room for all of it on the right. */
  readonly shift: number;
}

/** Pixels; the label's text is 11 px high. */
const letterWidth = 6.6;
const labelGap = 12;
/** More lines than these between two windows could not be told apart. */
const mostInGap = 2;

/**
 * Puts releases and retrainings between the windows between which they happened: after those whose last row was scored
 * by then. What happened before the first window that is shown is left out if there are older ones.
 */
export function placeMarks(
  marks: readonly Mark[],
  shown: readonly Evaluation[],
  hidden: number,
  plotWidth: number,
): readonly PlacedMark[] {
  const gaps = new Map<number, Mark[]>();
  for (const mark of [...marks].sort((one, other) => Date.parse(one.at) - Date.parse(other.at))) {
    const before = shown.filter(({ to }) => Date.parse(to) <= Date.parse(mark.at)).length;
    if (before === 0 && hidden > 0) continue;
    gaps.set(before, [...(gaps.get(before) ?? []), mark]);
  }
  const lines = [...gaps.entries()].sort(([one], [other]) => one - other).flatMap(([gap, some]) => lineUp(gap, some));
  return stagger(lines, shown.length, plotWidth);
}

type Line = Pick<PlacedMark, 'x' | 'text' | 'kind'>;

function lineUp(gap: number, marks: readonly Mark[]): readonly Line[] {
  const [first] = marks;
  const newest = marks.findLast(({ kind }) => kind === 'release') ?? marks.at(-1) ?? first;
  if (newest === undefined) return [];
  if (marks.length > mostInGap)
    return [{ x: gap + 0.5, text: `${sayMark(newest)} +${marks.length - 1} more`, kind: newest.kind }];
  return marks.map((mark, index) => ({
    x: gap + (index + 1) / (marks.length + 1),
    text: sayMark(mark),
    kind: mark.kind,
  }));
}

/** `r3 v2`, `t1`. */
export function sayMark({ kind, name, version }: Mark): string {
  return kind === 'release' ? `${name} ${version}` : name;
}

/** From the right to the left: a label that reaches over later lines stands above them, so that none goes through it. */
function stagger(lines: readonly Line[], windows: number, plotWidth: number): readonly PlacedMark[] {
  const taken: { readonly from: number; readonly end: number; readonly row: number }[] = [];
  const placed = lines.toReversed().map((line) => {
    const at = ((line.x - 0.5) / windows) * plotWidth;
    const width = line.text.length * letterWidth + labelGap;
    const from = Math.min(at, plotWidth + labelGap - width);
    const end = from + width;
    const reached = taken.filter((other) => other.from < end && from < other.end);
    const row = Math.max(-1, ...reached.map((other) => other.row)) + 1;
    taken.push({ from, end, row });
    return { ...line, row, shift: at - from };
  });
  return placed.toReversed();
}
