import type { EChartsType } from 'echarts/core';
import type { ChartOption, ReadToken } from './chart-option';
import { createChart } from './echarts';

/**
 * Draws a chart in an element as soon as the element has a size, and again when that size or the theme changes.
 * `draw` gets the width in CSS pixels. `end` takes the chart away.
 */
export function mountChart(
  element: HTMLElement,
  draw: (token: ReadToken, width: number) => ChartOption,
): { redraw: () => void; end: () => void } {
  let chart: EChartsType | undefined;
  const redraw = (): void => {
    if (element.clientWidth === 0 || element.clientHeight === 0) return;
    const style = getComputedStyle(element);
    chart ??= createChart(element);
    chart.resize();
    chart.setOption(
      draw((name) => style.getPropertyValue(name).trim(), element.clientWidth),
      { notMerge: true },
    );
  };
  const sizes = new ResizeObserver(redraw);
  sizes.observe(element);
  const themes = new MutationObserver(redraw);
  themes.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return {
    redraw,
    end() {
      sizes.disconnect();
      themes.disconnect();
      chart?.dispose();
    },
  };
}
