import type { PanelChartOption, ReadToken } from './chart-option';
import { escapeHtml } from './words/escape-html';

/** A tooltip in the page's colours, below what it is about so that nothing of it is hidden; `say` gives its lines for a place of the series. */
export function writeTooltip(
  token: ReadToken,
  say: (index: number) => readonly string[],
): NonNullable<PanelChartOption['tooltip']> {
  return {
    trigger: 'axis',
    position: placeBelow,
    transitionDuration: 0,
    backgroundColor: token('--ground'),
    borderColor: token('--line-strong'),
    padding: [6, 10],
    textStyle: { color: token('--text'), fontFamily: token('--font'), fontSize: 12 },
    axisPointer: { type: 'line', lineStyle: { color: token('--line-strong'), type: 'solid' } },
    formatter: (parameters) => {
      const [first] = Array.isArray(parameters) ? parameters : [parameters];
      return say(first?.dataIndex ?? -1)
        .map((line, index) => (index === 0 ? `<b>${escapeHtml(line)}</b>` : escapeHtml(line)))
        .join('<br>');
    },
  };
}

const overAxis = 22;

function placeBelow(
  [x]: [number, number],
  _parameters: unknown,
  _element: unknown,
  _rectangle: unknown,
  { contentSize: [width], viewSize: [room, height] }: { contentSize: [number, number]; viewSize: [number, number] },
): [number, number] {
  return [Math.max(0, Math.min(x - width / 2, room - width)), height - overAxis];
}
