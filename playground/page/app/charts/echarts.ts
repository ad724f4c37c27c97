import { BarChart, CustomChart, GaugeChart, LineChart } from 'echarts/charts';
import type { BarSeriesOption, CustomSeriesOption, GaugeSeriesOption, LineSeriesOption } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import type {
  AriaComponentOption,
  GridComponentOption,
  LegendComponentOption,
  MarkLineComponentOption,
  TooltipComponentOption,
} from 'echarts/components';
import { type ComposeOption, type EChartsType, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

/** All of ECharts that the page uses; what is not named here is not in the bundle. */
use([
  ...[LineChart, BarChart, CustomChart, GaugeChart],
  ...[GridComponent, TooltipComponent, LegendComponent, MarkLineComponent, AriaComponent],
  SVGRenderer,
]);

export type ChartOption = ComposeOption<
  | LineSeriesOption
  | BarSeriesOption
  | CustomSeriesOption
  | GaugeSeriesOption
  | GridComponentOption
  | TooltipComponentOption
  | LegendComponentOption
  | MarkLineComponentOption
  | AriaComponentOption
>;

/** An empty chart in the element, as SVG: text stays text, and sharp on every screen. */
export function createChart(element: HTMLElement): EChartsType {
  return init(element, null, { renderer: 'svg' });
}
