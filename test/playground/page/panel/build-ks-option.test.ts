import { buildKsOption } from '../../../../playground/page/app/panel/ks/build-ks-option';
import { viewKs } from '../../../../playground/page/app/panel/ks/view-ks';
import { at, environment, evaluation, release } from './examples';

interface Series {
  readonly id: string;
  readonly data: readonly (readonly unknown[])[];
}

function build(more: Parameters<typeof environment>[0], width = 360) {
  const view = viewKs(environment(more), width);
  const option = buildKsOption(view, (name) => `the colour ${name}`);
  const series = option.series as unknown as readonly Series[];
  const tooltip = option.tooltip as { readonly formatter: (parameters: unknown) => string };
  return {
    view,
    option,
    ids: series.map(({ id }) => id),
    data: (id: string) => series.find((one) => one.id === id)?.data,
    tell: (dataIndex: number) => tooltip.formatter([{ dataIndex }]),
  };
}

const evaluations = [
  evaluation(1),
  evaluation(2, { ks: null }),
  evaluation(3, { ks: 0.4, state: 'breach', stateWords: 'Below what was agreed' }),
  evaluation(4, { version: 'v2', ks: 0.55 }),
];

describe('the KS chart', () => {
  it('has a line for each version, broken where a window has no KS and where another version served', () => {
    const { ids, data } = build({ evaluations });
    expect(ids).toEqual(['windows', 'line-v1', 'line-v2', 'threshold', 'marks']);
    expect(data('line-v1')).toEqual([
      [1, 0.5],
      [2, '-'],
      [3, 0.4],
      [4, '-'],
    ]);
    expect(data('line-v2')?.[3]).toEqual([4, 0.55]);
  });

  it('puts a window without KS at the bottom', () => {
    const { data, view } = build({ evaluations });
    expect(data('windows')?.[1]).toEqual([2, view.scale.min]);
  });

  it('draws what was agreed when each window was judged, and what is agreed now where that is not known', () => {
    const changed = [evaluation(1, { threshold: 0.4 }), evaluation(2, { threshold: null, ks: null })];
    expect(build({ evaluations: changed }).data('threshold')).toEqual([
      [0.5, 0.4],
      [1, 0.4],
      [2, 0.45],
      [2.5, 0.45],
    ]);
    expect(build({ evaluations: [evaluation(1, { threshold: null })], policy: null }).data('threshold')).toEqual([
      [0.5, '-'],
      [1, '-'],
      [1.5, '-'],
    ]);
  });

  it('tells all figures of a window, and nothing of a place without one', () => {
    const { tell } = build({ evaluations });
    expect(tell(2)).toBe(
      [
        '<b>Window 3, v1: Below what was agreed</b>',
        'KS 0.400, 95 % interval 0.350 to 0.450',
        'agreed: at least 0.450',
        'AUC 0.750',
        '1,500 rows, 300 events',
        'scored 2026-11-26 10:26 UTC',
        'to 2026-11-26 10:30 UTC',
      ].join('<br>'),
    );
    expect(tell(1)).toContain('<b>Window 2, v1: Not enough to judge</b><br>no KS<br>');
    expect(tell(-1)).toBe('');
  });

  it('tells what is agreed now of a window of which nothing else is known', () => {
    const { tell } = build({ evaluations: [evaluation(1, { threshold: null })] });
    expect(tell(0)).toContain('agreed: at least 0.450');
  });

  it('shows names as they are, and never as HTML', () => {
    const { tell } = build({ evaluations: [evaluation(1, { version: '<img src=x onerror=alert(1)>' })] });
    expect(tell(0)).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(tell(0)).not.toContain('<img');
  });

  it('shows the newest windows when there is no room for all, with the shapes that they always had', () => {
    const many = Array.from({ length: 40 }, (_, index) => evaluation(index + 1, { version: index < 20 ? 'v1' : 'v2' }));
    const { view, data } = build({ evaluations: many }, 320);
    expect(view.hidden).toBe(40 - view.windows.length);
    expect(view.windows.at(-1)?.window).toBe(40);
    expect(data('windows')).toHaveLength(view.windows.length);
    expect(view.versions.map(({ version, shape }) => [version, shape])).toEqual([
      ['v1', 'circle'],
      ['v2', 'square'],
    ]);
    expect(view.named.at(-1)).toBe(view.windows.length);
    expect(view.named.length).toBeLessThan(view.windows.length / 2);
  });

  it('makes room above the plot for as many lines of labels as there are', () => {
    const top = (marks: Parameters<typeof build>[0]) =>
      (build({ evaluations, ...marks }).option.grid as { readonly top: number }).top;
    const crowded = [release('r1', 'v1', 12), release('r2', 'v1', 13)];
    expect(top({ marks: crowded })).toBeGreaterThan(top({ marks: [release('r1', 'v1', 1)] }));
    expect(top({ marks: [release('r1', 'v1', 1)] })).toBeGreaterThan(top({ marks: [] }));
  });

  it('shows of a window that was judged again what is known now', () => {
    const again = evaluation(1, { ks: 0.44, asOf: at(500) });
    expect(build({ evaluations: [again, evaluation(1)] }).data('windows')).toEqual([[1, 0.44]]);
  });
});
