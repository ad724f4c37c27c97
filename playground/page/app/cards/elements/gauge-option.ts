import type { ChartOption, ReadToken } from '../../charts/chart-option';
import { chartColour } from './chart-colour';
import { gaugeFigure, type GaugeValue } from './gauge-schema';

/** Where each segment ends, as shares of the whole arc, with its colour. */
function arcOf({ segments, value, min, max }: GaugeValue, token: ReadToken): [number, string][] {
  if (segments.length === 0) {
    const share = Math.min(1, Math.max(0, (value - min) / (max - min)));
    return [
      [share, token('--chart-1')],
      [1, token('--ground-3')],
    ];
  }
  const whole = segments.reduce((sum, { size }) => sum + size, 0);
  let end = 0;
  return segments.map(({ size, color }, n) => {
    end += size / whole;
    return [end, token(chartColour(color, n))];
  });
}

/** Half a circle with its segments and a hand, in the colours of the theme. */
export function gaugeOption(gauge: GaugeValue, token: ReadToken): ChartOption {
  const font = { fontFamily: token('--font'), color: token('--text') };
  return {
    animation: false,
    series: [
      {
        type: 'gauge',
        min: gauge.min,
        max: gauge.max,
        startAngle: 180,
        endAngle: 0,
        center: ['50%', '68%'],
        radius: '120%',
        axisLine: { lineStyle: { width: 18, color: arcOf(gauge, token) } },
        axisTick: { show: false },
        splitLine: { show: false },
        axisLabel: { show: false },
        pointer: { length: '62%', width: 5, itemStyle: { color: token('--text') } },
        anchor: { show: true, size: 10, itemStyle: { color: token('--text'), borderWidth: 0 } },
        title: {
          show: gauge.subLabel !== '',
          offsetCenter: [0, '38%'],
          fontSize: 12,
          ...font,
          color: token('--text-2'),
        },
        detail: {
          offsetCenter: [0, '20%'],
          fontSize: 18,
          fontWeight: 600,
          formatter: () => gaugeFigure(gauge),
          ...font,
        },
        data: [{ value: gauge.value, name: gauge.subLabel }],
      },
    ],
  };
}
