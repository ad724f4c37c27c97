import type { Card } from '../domain/ports/chat';
import { paragraph, row } from './document';
import { cutText } from './elements/cut-text';
import { code, say } from './elements/phrase';
import { renderCard } from './render-card';

export interface ConnectedView {
  /** The project as people call it. */
  readonly title: string;
  /** Name of who connected it. */
  readonly by: string;
  readonly environments: readonly string[];
  /** The project that the conversation was connected to before, when it was another. */
  readonly before?: string;
}

/** The answer to `connect <project>`. */
export function renderConnectedCard({ title, by, environments, before }: ConnectedView): Card {
  const name = cutText(title, 60);
  const heading = say`This conversation is connected to ${name}`;
  return renderCard({
    title: heading,
    summary: say`${heading}.`,
    blocks: [
      paragraph(
        before === undefined
          ? say`${cutText(by, 60)} connected it. Commands typed here are about ${name}, and its cards come here.`
          : say`${cutText(by, 60)} connected it; it was connected to ${cutText(before, 60)} before. Commands typed here are about ${name}, and its cards come here.`,
      ),
      row('Environments', environments.length === 0 ? say`none` : say`${cutText(environments.join(', '), 400)}`),
      paragraph(say`${code('status')} shows what serves; ${code('help')} shows what you can do.`, 'quiet'),
    ],
  });
}
