import type { ReadToken, RenderItem } from '../chart-option';
import type { PlacedMark } from './place-marks';
import type { KsScale } from './scale-ks';

/** Pixels that a line of labels above the plot takes. */
export const markRowHeight = 15;

/** Draws a release or a retraining: a line through the plot, and its name above; of a retraining the line is dotted. */
export function drawMark(marks: readonly PlacedMark[], scale: KsScale, token: ReadToken): RenderItem {
  return ({ dataIndex }, api) => {
    const mark = marks[dataIndex];
    if (mark === undefined) return null;
    const [x = 0, bottom = 0] = api.coord([mark.x, scale.min]);
    const [, plotTop = 0] = api.coord([mark.x, scale.max]);
    const top = plotTop - (mark.row + 1) * markRowHeight;
    return {
      type: 'group',
      silent: true,
      children: [
        {
          type: 'line',
          shape: { x1: x, y1: bottom, x2: x, y2: mark.shift > 0 ? top + markRowHeight : top },
          style: {
            stroke: token('--line-strong'),
            lineWidth: 1,
            ...(mark.kind === 'release' ? {} : { lineDash: [2, 3] }),
          },
        },
        {
          type: 'text',
          style: {
            text: mark.text,
            x: x + 3 - mark.shift,
            y: top + 1,
            verticalAlign: 'top',
            fill: token('--text-2'),
            font: `11px ${token('--font')}`,
            backgroundColor: token('--ground'),
          },
          z2: 10,
        },
      ],
    };
  };
}
