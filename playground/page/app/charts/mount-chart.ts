import { createChart, type ChartOption } from './echarts';

/** Reads a colour or another variable of the style sheet where the chart stands: `read('--good')`. */
export type ReadToken = (name: string) => string;

/**
 * Draws a chart in an element that has a size, and draws it again when the element's width or the theme changes.
 * The returned function ends it; `draw` gets the width in CSS pixels.
 */
export function mountChart(
  element: HTMLElement,
  draw: (token: ReadToken, width: number) => ChartOption,
): { redraw: () => void; end: () => void } {
  const chart = createChart(element);
  const redraw = (): void => {
    const style = getComputedStyle(element);
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
  redraw();
  return {
    redraw,
    end() {
      sizes.disconnect();
      themes.disconnect();
      chart.dispose();
    },
  };
}
