import type { BarSeriesOption, CustomSeriesOption, LineSeriesOption } from 'echarts/charts';
import type { AriaComponentOption, GridComponentOption, TooltipComponentOption } from 'echarts/components';
import type { ComposeOption } from 'echarts/core';

/** What the panel's charts are made of, all of which the page's charts know. */
export type PanelChartOption = ComposeOption<
  | BarSeriesOption
  | CustomSeriesOption
  | LineSeriesOption
  | AriaComponentOption
  | GridComponentOption
  | TooltipComponentOption
>;

/** Draws one item of a series that no ready-made series draws. */
export type RenderItem = NonNullable<CustomSeriesOption['renderItem']>;

/** Reads a variable of the style sheet: `read('--good')`. */
export type ReadToken = (name: string) => string;
