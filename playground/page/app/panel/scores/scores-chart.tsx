import { useCallback } from 'preact/hooks';
import type { Distribution, Overview } from '../../../wire/overview';
import { Chart } from '../chart';
import type { PanelChartOption, ReadToken } from '../chart-option';
import { useSame } from '../use-same';
import { buildScoresOption, classTokens } from './build-scores-option';
import { saySeparation } from './say-separation';

/** The scores of the newest window by what became true. */
export function ScoresChart(properties: {
  readonly distribution: Distribution | null;
  readonly outcome: Overview['outcome'];
}) {
  const { outcome } = properties;
  const distribution = useSame(properties.distribution);
  const draw = useCallback(
    (token: ReadToken): PanelChartOption => (distribution === null ? {} : buildScoresOption(distribution, token)),
    [distribution],
  );
  if (distribution === null) return null;
  const { window, version } = distribution;
  return (
    <section class="panel-box" aria-label="Scores by outcome">
      <h4>
        Scores of w{window}, {version}, by outcome
      </h4>
      <Chart
        label="Shares of events and others by score; the sentence below says what it shows."
        height={180}
        draw={draw}
      />
      <ul class="panel-legend" aria-label="What the bars mean">
        <li>
          <Swatch token={classTokens.events} /> events ({outcome.name} = {outcome.event}), above
        </li>
        <li>
          <Swatch token={classTokens.others} /> others, below
        </li>
        <li>as shares of their class</li>
      </ul>
      <p>{saySeparation(distribution)}</p>
    </section>
  );
}

function Swatch({ token }: { readonly token: string }) {
  return (
    <svg class="panel-symbol" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <rect x="2" y="2" width="12" height="12" fill={`var(${token})`} />
    </svg>
  );
}
