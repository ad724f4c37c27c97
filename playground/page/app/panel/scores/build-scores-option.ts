import type { Distribution } from '../../../wire/overview';
import type { PanelChartOption, ReadToken } from '../chart-option';
import { sayCount } from '../words/say-count';
import { writeTooltip } from '../write-tooltip';
import { countClass, type ScoreClass } from './say-separation';

export const classTokens: Readonly<Record<ScoreClass, string>> = { events: '--chart-2', others: '--chart-1' };

/** Shares of each class by score: events above the line, others below it, so that no colour is needed to tell them apart. */
export function buildScoresOption(distribution: Distribution, token: ReadToken): PanelChartOption {
  const { bins } = distribution;
  const share = (of: ScoreClass): readonly number[] => {
    const all = countClass(distribution, of);
    return bins.map((bin) => (all === 0 ? 0 : bin[of] / all));
  };
  const [events, others] = [share('events'), share('others')];
  const reach = Math.max(0.1, Math.ceil(Math.max(...events, ...others) * 10) / 10);
  const label = { color: token('--text-2'), fontFamily: token('--font'), fontSize: 11 };
  return {
    animation: false,
    grid: { left: 44, right: 10, top: 8, bottom: 26 },
    tooltip: writeTooltip(token, (index) => sayBin(distribution, index)),
    xAxis: {
      type: 'category',
      data: bins.map(({ from }) => from.toFixed(2)),
      axisLine: { onZero: false, lineStyle: { color: token('--line-strong') } },
      axisTick: { show: false },
      axisLabel: { ...label, interval: (index: number) => index % 4 === 0, showMaxLabel: false },
    },
    yAxis: {
      type: 'value',
      min: -reach,
      max: reach,
      interval: reach / 2,
      axisLabel: { ...label, formatter: (value: number) => `${Math.round(Math.abs(value) * 1000) / 10} %` },
      splitLine: { lineStyle: { color: token('--line') } },
    },
    series: [
      bars('events', events, token),
      bars(
        'others',
        others.map((value) => -value),
        token,
      ),
    ],
  };
}

function bars(id: ScoreClass, data: readonly number[], token: ReadToken) {
  const itemStyle = { color: token(classTokens[id]) };
  return { id, type: 'bar' as const, stack: 'classes', barCategoryGap: '12%', itemStyle, data: [...data] };
}

function sayBin(distribution: Distribution, index: number): readonly string[] {
  const bin = distribution.bins[index];
  if (bin === undefined) return [];
  const of = (some: ScoreClass): string =>
    `${sayCount(bin[some])} of ${sayCount(countClass(distribution, some))} ${some}`;
  return [`Scores ${bin.from.toFixed(2)} to ${bin.to.toFixed(2)}`, of('events'), of('others')];
}
