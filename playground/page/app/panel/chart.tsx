import { useEffect, useRef } from 'preact/hooks';
import { mountChart } from '../charts/mount-chart';
import type { PanelChartOption, ReadToken } from './chart-option';

/** A chart as wide as its place, drawn anew when `draw` is another one. What it shows is also told in words beside it. */
export function Chart(properties: {
  readonly label: string;
  readonly height: number;
  readonly draw: (token: ReadToken, width: number) => PanelChartOption;
}) {
  const place = useRef<HTMLDivElement>(null);
  const drawing = useRef(properties.draw);
  const mounted = useRef<ReturnType<typeof mountChart>>(undefined);
  useEffect(() => {
    if (place.current === null) return;
    const chart = mountChart(place.current, (token, width) => drawing.current(token, width));
    mounted.current = chart;
    return chart.end;
  }, []);
  useEffect(() => {
    if (drawing.current === properties.draw) return;
    drawing.current = properties.draw;
    mounted.current?.redraw();
  }, [properties.draw]);
  return (
    <div
      ref={place}
      class="panel-chart"
      role="img"
      aria-label={properties.label}
      style={{ height: `${properties.height}px` }}
    />
  );
}
