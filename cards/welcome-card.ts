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
  /** The project that the conversation is connected to already. */
  readonly connected?: string;
}

/** Said once in a conversation, when the bot is added to it. */
export function renderWelcomeCard({ botName, projects, connected }: WelcomeView): Card {
  const name = cutText(botName, 60);
  return renderCard({
    title: say`I am ${name}`,
    summary: say`I am ${name}. I bring models from registration to production, and keep what was decided.`,
    blocks: [
      paragraph(
        say`I bring models from registration to production: I check a package, build its image, ask the people who decide, verify what runs and switch. Every step and decision is kept.`,
      ),
      paragraph(sayProject(projects, connected)),
      paragraph(say`In a channel, start each message with @${name}; ${code('help')} shows what you can do.`, 'quiet'),
    ],
  });
}

/** It stays above what comes later, so it gives no order that is soon carried out. */
function sayProject(projects: readonly string[], connected: string | undefined): Phrase {
  const [first] = projects;
  if (connected !== undefined)
    return say`This conversation is connected to ${cutText(connected, 60)}: ${code('status')} shows what serves.`;
  if (first === undefined)
    return say`There is no project yet. Apply a project file first: ${code('steward project apply FILE')}.`;
  return say`A conversation is about one project: somebody connects it once, by ${code(`connect ${cutText(first, 60)}`)}. Projects here: ${cutText(projects.join(', '), 400)}.`;
}
