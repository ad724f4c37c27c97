import { chartColour } from './chart-colour';
import { drawChartFigure } from './chart-figure';
import { defineElement } from './define-element';
import { gaugeOption } from './gauge-option';
import { gaugeSchema, gaugeWords, type GaugeValue } from './gauge-schema';

/** What the colours mean, in words that wrap; the picture's label says the same. */
function drawLegend({ segments }: GaugeValue): HTMLElement {
  const legend = document.createElement('ul');
  legend.className = 'card-chart-legend';
  legend.ariaHidden = 'true';
  const named = segments.map((segment, n) => ({ ...segment, token: chartColour(segment.color, n) }));
  for (const { legend: text, token } of named.filter((segment) => segment.legend !== '')) {
    const item = document.createElement('li');
    const key = document.createElement('i');
    key.style.background = `var(${token})`;
    item.append(key, text);
    legend.append(item);
  }
  return legend;
}

export const Gauge = defineElement('Chart.Gauge', gaugeSchema, (value, place) => {
  const end = drawChartFigure(
    place,
    { title: value.title, words: gaugeWords(value), className: 'card-chart-gauge' },
    (token) => gaugeOption(value, token),
  );
  place.append(drawLegend(value));
  return end;
});
