import { evaluationLook, type StateLook } from '../words/evaluation-look';
import { Symbol } from './symbol';
import type { KsView } from './view-ks';

const looks: readonly StateLook[] = ['good', 'close', 'below', 'unjudged'];

/** What the signs of the chart mean, in words; only those that are in it. */
export function KsLegend({ view }: { readonly view: KsView }) {
  const { windows, marks, thresholds } = view;
  const versions = view.versions.filter(({ version }) => windows.some((window) => window.version === version));
  const agreed = [...new Set(thresholds)].filter((threshold) => threshold !== null);
  return (
    <ul class="panel-legend" aria-label="What the signs mean">
      {versions.map(({ version, shape, token }) => (
        <li key={version}>
          <Symbol shape={shape} token={token} /> {version}
        </li>
      ))}
      {looks.map((look) => {
        const alike = windows.filter((window) => evaluationLook(window) === look);
        const words = new Set(alike.map(({ stateWords }) => stateWords));
        return words.size === 0 ? null : (
          <li key={look}>
            <Symbol shape="circle" look={look} /> {[...words].join(', ')}
          </li>
        );
      })}
      {agreed.length > 0 && (
        <li>
          <Stroke token="--attention" dashes="4 3" /> agreed: at least {agreed.join(', then ')}
        </li>
      )}
      {marks.some(({ kind }) => kind === 'release') && (
        <li>
          <Stroke token="--line-strong" upright /> release
        </li>
      )}
      {marks.some(({ kind }) => kind === 'retraining') && (
        <li>
          <Stroke token="--line-strong" dashes="2 3" upright /> retraining
        </li>
      )}
    </ul>
  );
}

function Stroke(properties: { readonly token: string; readonly dashes?: string; readonly upright?: boolean }) {
  const { token, dashes, upright } = properties;
  return (
    <svg class="panel-symbol" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <path
        d={upright === true ? 'M8 0V16' : 'M0 8H16'}
        stroke={`var(${token})`}
        stroke-width="1.5"
        stroke-dasharray={dashes}
      />
    </svg>
  );
}
