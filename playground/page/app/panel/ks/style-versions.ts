import type { Evaluation } from '../../../wire/overview';
import { type Shape, shapes } from './draw-symbol';

export interface VersionStyle {
  readonly version: string;
  readonly shape: Shape;
  /** The variable of the style sheet that colours its line. */
  readonly token: string;
}

/** Without the red of what is below the limit. */
const tokens = ['--chart-1', '--chart-4', '--text-2', '--chart-3'] as const;

/** Shape and colour of each version, by the order in which they were judged first; a fifth begins anew. */
export function styleVersions(windows: readonly Evaluation[]): readonly VersionStyle[] {
  return [...new Set(windows.map(({ version }) => version))].map((version, index) => ({
    version,
    shape: shapes[index % shapes.length] ?? 'circle',
    token: tokens[index % tokens.length] ?? tokens[0],
  }));
}
