import type { Card } from '../domain/ports/chat';
import { paragraph } from './document';
import { cutText } from './elements/cut-text';
import { code, type Phrase, say } from './elements/phrase';
import { renderCard } from './render-card';

export interface WelcomeView {
  /** How people call the bot in a channel: `Steward`. */
  readonly botName: string;
  /** Names of the applied projects, as `connect` takes them. */
  readonly projects: readonly string[];
  /** The project that this conversation is already connected to: the bot came back to it. */
  readonly connected?: string;
}

/** Said in a conversation when the bot is added to it, also when it comes back. */
export function renderWelcomeCard(view: WelcomeView): Card {
  const name = cutText(view.botName, 60);
  return renderCard({
    title: say`I am ${name}`,
    summary: say`I am ${name}. I bring models from registration to production, and keep what was decided.`,
    blocks: [
      paragraph(
        say`I bring models from registration to production: I check a package, build its image, ask the people who decide, verify what runs and switch. Every step and decision is kept.`,
      ),
      paragraph(howToBegin(view)),
      paragraph(say`In a channel, start each message with @${name}; ${code('help')} shows what you can do.`, 'quiet'),
    ],
  });
}

function howToBegin({ projects: [first, ...others], connected }: WelcomeView): Phrase {
  if (connected !== undefined)
    return say`This conversation is connected to ${cutText(connected, 60)}: ${code('status')} shows what serves.`;
  if (first === undefined)
    return say`There is no project yet. Apply a project file first: ${code('steward project apply FILE')}.`;
  const all = cutText([first, ...others].join(', '), 400);
  return say`To begin, type ${code(`connect ${cutText(first, 60)}`)}. Projects here: ${all}.`;
}
