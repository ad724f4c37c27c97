import type { ChartOption } from '../../charts/echarts';
import type { ReadToken } from '../../charts/mount-chart';
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

/** Room above and below the values, so that a line does not run along the frame. */
function boundsOf(data: LineChartValue['data']): { readonly min: number; readonly max: number } {
  const all = data.flatMap(({ values }) => values.map(({ y }) => y));
  const [low, high] = all.length === 0 ? [0, 1] : [Math.min(...all), Math.max(...all)];
  const room = high === low ? Math.abs(high) * 0.1 || 1 : (high - low) * 0.15;
  const step = 10 ** Math.floor(Math.log10(room));
  return { min: Math.floor((low - room) / step) * step, max: Math.ceil((high + room) / step) * step };
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
    grid: { left: 4, right: 14, top: 32, bottom: 58, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
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
      ...boundsOf(value.data),
      type: 'value',
      axisLabel: { ...label, formatter: short },
      name: value.yAxisTitle,
      nameLocation: 'end',
      nameTextStyle: { ...label, align: 'right' },
    },
    series: value.data.map((series, n) => drawSeries(series, n, token)),
  };
}
