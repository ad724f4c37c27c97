import type { ChartOption, ReadToken } from '../../charts/chart-option';
import { chartColour } from './chart-colour';
import { isLimit, type LineChartValue, type LineSeries } from './line-chart-schema';

function drawSeries(series: LineSeries, n: number, token: ReadToken): object {
  const color = token(chartColour(series.color, n));
  const limit = isLimit(series);
  return {
    type: 'line',
    name: series.legend,
    data: series.values.map(({ x, y }) => [x, y]),
    // Not by colour alone: a limit is dashed and has no points.
    symbol: limit ? 'none' : 'circle',
    symbolSize: 7,
    lineStyle: { color, width: 2, type: limit ? 'dashed' : 'solid' },
    itemStyle: { color },
  };
}

/** Few enough digits to be read at an axis. */
function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** The chart as ECharts draws it, in the colours of the theme and with room for its words at the width of a phone. */
export function lineChartOption(value: LineChartValue, token: ReadToken): ChartOption {
  const [text, line] = [token('--text-2'), token('--line')];
  const xs = value.data.flatMap(({ values }) => values.map(({ x }) => x));
  const numbers = xs.every((x) => typeof x === 'number');
  const label = { color: text, fontSize: 12, fontFamily: token('--font') };
  const axis = {
    axisLabel: { ...label, hideOverlap: true },
    axisLine: { lineStyle: { color: token('--line-strong') } },
    nameTextStyle: label,
    splitLine: { lineStyle: { color: line } },
  };
  return {
    animation: false,
    textStyle: label,
    grid: { left: 4, right: 14, top: 32, bottom: 50, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    legend: { bottom: 0, icon: 'roundRect', itemWidth: 16, itemHeight: 3, textStyle: label },
    tooltip: {
      trigger: 'axis',
      confine: true,
      backgroundColor: token('--ground'),
      borderColor: line,
      textStyle: { ...label, color: token('--text') },
    },
    xAxis: {
      ...axis,
      ...(numbers ? { type: 'value', min: 'dataMin', max: 'dataMax', minInterval: 1 } : { type: 'category' }),
      name: value.xAxisTitle,
      nameLocation: 'middle',
      nameGap: 26,
      splitLine: { show: false },
    },
    yAxis: {
      ...axis,
      type: 'value',
      // Not from zero: what matters is how far the values lie from each other and from a limit.
      scale: true,
      boundaryGap: ['10%', '10%'],
      axisLabel: { ...label, formatter: short },
      name: value.yAxisTitle,
      nameLocation: 'end',
      nameTextStyle: { ...label, align: 'right' },
    },
    series: value.data.map((series, n) => drawSeries(series, n, token)),
  };
}
