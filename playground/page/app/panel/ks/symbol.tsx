import type { StateLook } from '../words/evaluation-look';
import { drawOutline, drawSign, type Shape, stateTokens } from './draw-symbol';

/** A symbol of the chart, for its legend. Without a look it stands for a version, in its line's colour. */
export function Symbol(properties: { readonly shape: Shape; readonly look?: StateLook; readonly token?: string }) {
  const { shape, look, token } = properties;
  const ink = `var(${token ?? stateTokens[look ?? 'good']})`;
  const hollow = look === undefined || look === 'unjudged';
  const sign = look && drawSign(look, 8, 8, 6);
  return (
    <svg class="panel-symbol" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      {token !== undefined && <path d="M0 8H16" stroke={ink} stroke-width="2" />}
      <path
        d={drawOutline(shape, 8, 8, 5.5)}
        fill={hollow ? 'var(--ground)' : ink}
        stroke={hollow ? ink : 'none'}
        stroke-width="1.5"
      />
      {sign !== undefined && <path d={sign} fill="none" stroke="var(--ground)" stroke-width="1.75" />}
    </svg>
  );
}
