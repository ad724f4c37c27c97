import type { PanelChartOption, ReadToken } from '../chart-option';
import { writeTooltip } from '../write-tooltip';
import { drawMark, markRowHeight } from './draw-mark';
import { drawWindow } from './draw-window';
import { sayWindow } from './say-window';
import { ksMargins, type KsView } from './view-ks';

/** KS of window after window: intervals, what was agreed, and what happened between them. Without movement. */
export function buildKsOption(view: KsView, token: ReadToken): PanelChartOption {
  const { windows, marks, scale } = view;
  const rows = Math.max(0, ...marks.map(({ row }) => row + 1));
  const grid = { ...ksMargins, top: 10 + rows * markRowHeight };
  return {
    animation: false,
    grid,
    tooltip: writeTooltip(token, (index) => (windows[index] === undefined ? [] : sayWindow(windows[index]))),
    xAxis: xAxisOf(view, token),
    yAxis: yAxisOf(view, token),
    series: [
      {
        // First, because the tooltip asks the first series which window is meant.
        id: 'windows',
        type: 'custom',
        z: 4,
        renderItem: drawWindow(view, token),
        data: windows.map(({ ks }, index) => [index + 1, ks ?? scale.min]),
      },
      ...lines(view, token),
      thresholdLine(view, token),
      {
        id: 'marks',
        type: 'custom',
        z: 1,
        silent: true,
        tooltip: { show: false },
        clip: false,
        renderItem: drawMark(marks, scale, token),
        data: marks.map(({ x }) => [x, scale.min]),
      },
    ],
  };
}

function label(token: ReadToken) {
  return { color: token('--text-2'), fontFamily: token('--font'), fontSize: 11 };
}

function xAxisOf({ windows, named }: KsView, token: ReadToken): NonNullable<PanelChartOption['xAxis']> {
  return {
    type: 'value',
    min: 0.5,
    max: windows.length + 0.5,
    axisLine: { lineStyle: { color: token('--line-strong') } },
    axisTick: { show: false },
    splitLine: { show: false },
    axisLabel: {
      ...label(token),
      customValues: [...named],
      formatter: (place: number) => `w${windows[place - 1]?.window ?? ''}`,
    },
    axisPointer: { snap: true },
  };
}

function yAxisOf({ scale, thresholds }: KsView, token: ReadToken): NonNullable<PanelChartOption['yAxis']> {
  const agreed = new Set(thresholds);
  return {
    type: 'value',
    min: scale.min,
    max: scale.max,
    axisLabel: {
      ...label(token),
      customValues: [...scale.ticks],
      formatter: (value: number) => (agreed.has(value) ? `{agreed|${value}}` : String(value)),
      rich: { agreed: { ...label(token), color: token('--attention'), fontWeight: 'bold' } },
    },
    axisTick: { show: false, customValues: [...scale.ticks] },
    splitLine: { lineStyle: { color: token('--line') } },
  };
}

/** One line for each version; a window without KS breaks it. */
function lines({ windows, versions }: KsView, token: ReadToken) {
  return versions.map((style) => ({
    id: `line-${style.version}`,
    type: 'line' as const,
    z: 3,
    silent: true,
    showSymbol: false,
    tooltip: { show: false },
    lineStyle: { color: token(style.token), width: 1.5 },
    data: windows.map(({ version, ks }, index) => [index + 1, version === style.version && ks !== null ? ks : '-']),
  }));
}

function thresholdLine({ windows, thresholds }: KsView, token: ReadToken) {
  const at = (place: number): number | '-' => thresholds[place] ?? '-';
  return {
    id: 'threshold',
    type: 'line' as const,
    z: 2,
    silent: true,
    showSymbol: false,
    step: 'middle' as const,
    tooltip: { show: false },
    lineStyle: { color: token('--attention'), width: 1.5, type: 'dashed' as const },
    data: [
      [0.5, at(0)],
      ...windows.map((_, index) => [index + 1, at(index)]),
      [windows.length + 0.5, at(windows.length - 1)],
    ],
  };
}
