import { drawChartFigure } from './chart-figure';
import { defineElement } from './define-element';
import { lineChartOption } from './line-chart-option';
import { lineChartSchema } from './line-chart-schema';
import { lineChartWords } from './line-chart-words';

export const LineChart = defineElement('Chart.Line', lineChartSchema, (value, place) =>
  drawChartFigure(place, { title: value.title, words: lineChartWords(value), className: 'card-chart-line' }, (token) =>
    lineChartOption(value, token),
  ),
);
