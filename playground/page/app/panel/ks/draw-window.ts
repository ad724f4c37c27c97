import type { Evaluation } from '../../../wire/overview';
import type { ReadToken, RenderItem } from '../chart-option';
import { evaluationLook } from '../words/evaluation-look';
import { drawOutline, drawSign, stateTokens } from './draw-symbol';
import type { KsView } from './view-ks';

const radius = 6;
const capHalf = 4;

/** Draws a window: its interval as a bar with caps, its KS as a symbol; without KS a hollow symbol at the bottom. */
export function drawWindow({ windows, versions, scale }: KsView, token: ReadToken): RenderItem {
  return ({ dataIndex }, api) => {
    const evaluation = windows[dataIndex];
    if (evaluation === undefined) return null;
    const style = versions.find(({ version }) => version === evaluation.version);
    const [x = 0, y = 0] = api.coord([dataIndex + 1, evaluation.ks ?? scale.min]);
    const look = evaluationLook(evaluation);
    const ink = token(stateTokens[look]);
    const middle = evaluation.ks === null ? y - radius - 3 : y;
    const sign = drawSign(look, x, middle, radius);
    const hollow = look === 'unjudged';
    return {
      type: 'group',
      children: [
        ...drawInterval(evaluation, x, api, token(style?.token ?? '--text-3')),
        {
          type: 'path',
          shape: { pathData: drawOutline(style?.shape ?? 'circle', x, middle, radius) },
          style: { fill: hollow ? token('--ground') : ink, stroke: hollow ? ink : token('--ground'), lineWidth: 1.5 },
        },
        ...(sign === undefined
          ? []
          : [
              {
                type: 'path' as const,
                shape: { pathData: sign },
                style: { fill: 'none', stroke: token('--ground'), lineWidth: 1.75 },
              },
            ]),
      ],
    };
  };
}

function drawInterval({ low, high }: Evaluation, x: number, api: Parameters<RenderItem>[1], stroke: string) {
  if (low === null || high === null) return [];
  const [, bottom = 0] = api.coord([0, low]);
  const [, top = 0] = api.coord([0, high]);
  const cap = (y: number): string => `M${x - capHalf} ${y}L${x + capHalf} ${y}`;
  const pathData = `M${x} ${bottom}L${x} ${top}${cap(bottom)}${cap(top)}`;
  return [{ type: 'path' as const, shape: { pathData }, style: { fill: 'none', stroke, lineWidth: 1.5 } }];
}
