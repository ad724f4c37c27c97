import { z } from 'zod';

/** `Chart.Line` as Teams takes it. */
export const lineChartSchema = z.object({
  title: z.string().default(''),
  xAxisTitle: z.string().default(''),
  yAxisTitle: z.string().default(''),
  data: z.array(
    z.object({
      legend: z.string().default(''),
      color: z.string().optional(),
      values: z.array(z.object({ x: z.union([z.number(), z.string()]), y: z.number() })),
    }),
  ),
});
export type LineChartValue = z.infer<typeof lineChartSchema>;
export type LineSeries = LineChartValue['data'][number];

/** A line that is the same everywhere: a limit that others are held against. */
export function isLimit({ values }: LineSeries): boolean {
  return values.length > 1 && values.every(({ y }) => y === values[0]?.y);
}
