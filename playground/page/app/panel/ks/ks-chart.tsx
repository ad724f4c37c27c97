import { useCallback, useState } from 'preact/hooks';
import type { Environment } from '../../../wire/overview';
import { Chart } from '../chart';
import type { PanelChartOption, ReadToken } from '../chart-option';
import { counted } from '../words/say-count';
import { buildKsOption } from './build-ks-option';
import { KsLegend } from './ks-legend';
import { KsNumbers } from './ks-numbers';
import { type KsView, viewKs } from './view-ks';
import { useSame } from '../use-same';

/** How wide a chart is before it was measured; what is drawn then is drawn again. */
const firstWidth = 340;
const height = 230;

/** KS of each window against what was agreed, with what happened in between. */
export function KsChart({ environment }: { readonly environment: Environment }) {
  const { evaluations, marks, policy } = environment;
  const shown = useSame({ evaluations, marks, policy });
  const [width, setWidth] = useState(firstWidth);
  const draw = useCallback(
    (token: ReadToken, measured: number): PanelChartOption => {
      setWidth(measured);
      return buildKsOption(viewKs(shown, measured), token);
    },
    [shown],
  );
  const view = viewKs(shown, width);
  return (
    <section class="panel-box" aria-label="Separation of each window">
      <h4>KS per window</h4>
      {evaluations.length === 0 ? (
        <p class="panel-quiet">No window is closed yet; here you will see how well the scores separate in each.</p>
      ) : (
        <>
          <Chart label={sayChart(view)} height={height} draw={draw} />
          <KsLegend view={view} />
          {view.hidden > 0 && <p class="panel-quiet">{counted(view.hidden, 'older window')} in Numbers only.</p>}
          <KsNumbers environment={environment} />
        </>
      )}
    </section>
  );
}

function sayChart({ windows }: KsView): string {
  const newest = windows.at(-1);
  if (newest === undefined) return '';
  return `KS of ${counted(windows.length, 'window')}; the newest, w${newest.window} of ${newest.version}: ${newest.stateWords}. All figures are under Numbers.`;
}
