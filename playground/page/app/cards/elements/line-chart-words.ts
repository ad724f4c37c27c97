import { isLimit, type LineChartValue, type LineSeries } from './line-chart-schema';

function said(series: LineSeries, x: string): string {
  const [first] = series.values;
  if (first !== undefined && isLimit(series)) return `${series.legend}: ${first.y} throughout`;
  const values = series.values.map((value) => `${x} ${value.x}: ${value.y}`).join(', ');
  return `${series.legend}: ${values === '' ? 'no values' : values}`;
}

/** The chart in words with every number, for those who do not see it. */
export function lineChartWords({ title, xAxisTitle, data }: LineChartValue): string {
  const series = data.map((one) => said(one, xAxisTitle.toLowerCase()));
  return [title === '' ? 'Line chart' : `Line chart: ${title}`, ...series].join('. ');
}
