import { readFileSync } from 'node:fs';
import path from 'node:path';
import { chartColour } from '../../../../playground/page/app/cards/elements/chart-colour';
import { gaugeFigure, gaugeSchema, gaugeWords } from '../../../../playground/page/app/cards/elements/gauge-schema';
import { lineChartOption } from '../../../../playground/page/app/cards/elements/line-chart-option';
import { isLimit, lineChartSchema } from '../../../../playground/page/app/cards/elements/line-chart-schema';
import { lineChartWords } from '../../../../playground/page/app/cards/elements/line-chart-words';
import { mentionsOf } from '../../../../playground/page/app/cards/mentions-of';

const golden = path.join(__dirname, '../../../golden/cards');
const read = (name: string) =>
  JSON.parse(readFileSync(path.join(golden, `${name}.json`), 'utf8')) as {
    readonly body: readonly { readonly type: string }[];
  };
const chart = lineChartSchema.parse(read('alert/open').body.find(({ type }) => type === 'Chart.Line'));

describe('charts of cards', () => {
  it('line chart: says every number in words, and the limit once', () => {
    const words = lineChartWords(chart);
    for (const { y } of chart.data[0]?.values ?? []) expect(words).toContain(String(y));
    expect(words).toMatch(
      /^Line chart: KS by window\. KS: window 1: 0\.5312, .*agreed: at least 0\.45: 0\.45 throughout$/,
    );
  });

  it('line chart: a limit is told from a line by more than its colour', () => {
    const option = lineChartOption(chart, (name) => name);
    expect(option.series).toMatchObject([
      { name: 'KS', symbol: 'circle', lineStyle: { type: 'solid', color: '--good' } },
      { name: 'agreed: at least 0.45', symbol: 'none', lineStyle: { type: 'dashed', color: '--attention' } },
    ]);
    expect(isLimit({ legend: 'one window only', values: [{ x: 1, y: 0.5 }] })).toBe(false);
  });

  it('line chart: words at the axis are categories, numbers are not', () => {
    const words = lineChartSchema.parse({ data: [{ values: [{ x: 'June', y: 1 }] }] });
    expect(lineChartOption(words, (name) => name).xAxis).toMatchObject({ type: 'category' });
    expect(lineChartOption(chart, (name) => name).xAxis).toMatchObject({ type: 'value' });
  });

  it('gauge: the figure is a share of the scale, or the value of it as it stands', () => {
    const gauge = gaugeSchema.parse({ title: 'KS', value: 45, max: 60, segments: [{ legend: 'below', size: 40 }] });
    expect(gaugeFigure(gauge)).toBe('75%');
    expect(gaugeFigure({ ...gauge, valueFormat: 'fraction' })).toBe('45/60');
    expect(gaugeWords(gauge)).toBe('Gauge: KS. 75%, on a scale from 0 to 60. below: 40');
  });

  it("chartColour: Teams' words have their colour, and others are told apart", () => {
    expect(chartColour('attention', 0)).toBe('--attention');
    expect(chartColour('categoricalRed', 0)).toBe('--chart-2');
    expect(new Set([0, 1, 2, 3].map((n) => chartColour(undefined, n))).size).toBe(4);
  });

  it('mentionsOf: only names that the card gives an entity are called', () => {
    expect([...mentionsOf(read('release/waiting')).keys()]).toEqual(['Ana Lee', 'Eva Brandt']);
    expect([...mentionsOf(read('alert/open')).keys()]).toEqual([]);
  });
});
