import type { StateLook } from '../words/evaluation-look';

/** Each version has a shape of its own, so that colours are not needed to tell them apart. */
export const shapes = ['circle', 'square', 'triangle', 'diamond'] as const;
export type Shape = (typeof shapes)[number];

/** The outline as an SVG path, all of about one size. */
export function drawOutline(shape: Shape, x: number, y: number, radius: number): string {
  const corners = (...points: readonly (readonly [number, number])[]): string =>
    `M${points.map(([right, down]) => `${x + right * radius} ${y + down * radius}`).join('L')}Z`;
  switch (shape) {
    case 'circle':
      return `M${x - radius} ${y}A${radius} ${radius} 0 1 1 ${x + radius} ${y}A${radius} ${radius} 0 1 1 ${x - radius} ${y}Z`;
    case 'square':
      return corners([-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]);
    case 'triangle':
      return corners([0, -1.1], [1.1, 0.9], [-1.1, 0.9]);
    case 'diamond':
      return corners([0, -1.25], [1.25, 0], [0, 1.25], [-1.25, 0]);
  }
}

/** What stands inside the outline: a cross below the limit, a dash close to it, nothing where all is well. */
export function drawSign(look: StateLook, x: number, y: number, radius: number): string | undefined {
  const reach = radius * 0.45;
  if (look === 'below')
    return `M${x - reach} ${y - reach}L${x + reach} ${y + reach}M${x + reach} ${y - reach}L${x - reach} ${y + reach}`;
  if (look === 'close') return `M${x - reach} ${y}L${x + reach} ${y}`;
  return undefined;
}

/** The variable of the style sheet that colours a state. */
export const stateTokens: Readonly<Record<StateLook, string>> = {
  good: '--good',
  close: '--warning',
  below: '--attention',
  unjudged: '--text-3',
};
