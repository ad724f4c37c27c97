import type { Trend } from '../document';
import { sayFigure } from '../words/figure';
import type { LineChart } from './schema';
import { textBlock } from './text-block';

/** A trend against its threshold. Phones may draw it blank, so the figures stand in the card's words as well. */
export function lineChart({ figure, points, threshold }: Trend): LineChart {
  const windows = points.map(({ window }) => window);
  const told = points.map(({ window, value }) => `${window}: ${sayFigure(value)}`).join(', ');
  return {
    type: 'Chart.Line',
    title: `${figure} by window`,
    xAxisTitle: 'Window',
    yAxisTitle: figure,
    data: [
      { legend: figure, color: 'good', values: points.map(({ window, value }) => ({ x: window, y: value })) },
      {
        legend: `agreed: at least ${sayFigure(threshold)}`,
        color: 'attention',
        values: windows.map((window) => ({ x: window, y: threshold })),
      },
    ],
    fallback: textBlock(`${figure} by window: ${told}; agreed: at least ${sayFigure(threshold)}`, {
      size: 'Small',
      isSubtle: true,
    }),
  };
}
