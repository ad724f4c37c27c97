import { z } from 'zod';

/** `Chart.Gauge` as Teams takes it. */
export const gaugeSchema = z.object({
  title: z.string().default(''),
  subLabel: z.string().default(''),
  value: z.number(),
  min: z.number().default(0),
  max: z.number().default(100),
  valueFormat: z
    .string()
    .transform((format) => format.toLowerCase())
    .pipe(z.enum(['percentage', 'fraction']))
    .catch('percentage'),
  segments: z
    .array(z.object({ legend: z.string().default(''), size: z.number().positive(), color: z.string().optional() }))
    .default([]),
});
export type GaugeValue = z.infer<typeof gaugeSchema>;

/** The value as it stands in the middle. */
export function gaugeFigure({ value, min, max, valueFormat }: GaugeValue): string {
  if (valueFormat === 'fraction') return `${value}/${max}`;
  return `${Number(((100 * (value - min)) / (max - min)).toPrecision(4))}%`;
}

/** The chart in words with every number, for those who do not see it. */
export function gaugeWords(gauge: GaugeValue): string {
  const { title, subLabel, min, max, segments } = gauge;
  const parts = segments.map(({ legend, size }) => `${legend}: ${size}`).join(', ');
  const range = `${gaugeFigure(gauge)}, on a scale from ${min} to ${max}`;
  return [title === '' ? 'Gauge' : `Gauge: ${title}`, range, subLabel, parts].filter((part) => part !== '').join('. ');
}
