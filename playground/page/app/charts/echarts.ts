import { BarChart, CustomChart, GaugeChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { type EChartsType, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

/** All of ECharts that the page uses, as chart-option.ts has its types; what is not named here is not in the bundle. */
use([
  ...[LineChart, BarChart, CustomChart, GaugeChart],
  ...[GridComponent, TooltipComponent, LegendComponent, MarkLineComponent, AriaComponent],
  SVGRenderer,
]);

/** An empty chart in the element, as SVG: text stays text, and sharp on every screen. */
export function createChart(element: HTMLElement): EChartsType {
  return init(element, null, { renderer: 'svg' });
}
