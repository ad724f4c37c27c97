import type { ChartOption, ReadToken } from '../../charts/chart-option';
import { mountChart } from '../../charts/mount-chart';

/** A titled chart in a card. `words` say all of it to those who do not see it. Returns how to take it away. */
export function drawChartFigure(
  place: HTMLElement,
  { title, words, className }: { readonly title: string; readonly words: string; readonly className: string },
  draw: (token: ReadToken, width: number) => ChartOption,
): () => void {
  place.className = 'card-chart';
  const heading = document.createElement('p');
  heading.className = 'card-chart-title';
  heading.textContent = title;
  heading.hidden = title === '';
  heading.ariaHidden = 'true';
  const picture = document.createElement('div');
  picture.className = className;
  picture.setAttribute('role', 'img');
  picture.setAttribute('aria-label', words);
  place.append(heading, picture);
  return mountChart(picture, draw).end;
}
