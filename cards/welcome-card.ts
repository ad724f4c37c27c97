import type { Card } from '../domain/ports/chat';
import { paragraph } from './document';
import { cutText } from './elements/cut-text';
import { code, say } from './elements/phrase';
import { renderCard } from './render-card';

export interface WelcomeView {
  /** How people call the bot in a channel: `Steward`. */
  readonly botName: string;
  /** Names of the applied projects, as `connect` takes them. */
  readonly projects: readonly string[];
}

/** Said once in a conversation, when the bot is added to it. */
export function renderWelcomeCard({ botName, projects }: WelcomeView): Card {
  const name = cutText(botName, 60);
  const [first] = projects;
  return renderCard({
    title: say`I am ${name}`,
    summary: say`I am ${name}. I bring models from registration to production, and keep what was decided.`,
    blocks: [
      paragraph(
        say`I bring models from registration to production: I check a package, build its image, ask the people who decide, verify what runs and switch. Every step and decision is kept.`,
      ),
      first === undefined
        ? paragraph(say`There is no project yet. Apply a project file first: ${code('steward project apply FILE')}.`)
        : paragraph(
            say`To begin, type ${code(`connect ${cutText(first, 60)}`)}. Projects here: ${cutText(projects.join(', '), 400)}.`,
          ),
      paragraph(say`In a channel, start each message with @${name}; ${code('help')} shows what you can do.`, 'quiet'),
    ],
  });
}
