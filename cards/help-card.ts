import type { Card } from '../domain/ports/chat';
import { type Block, item, paragraph } from './document';
import { cutText } from './elements/cut-text';
import { code, say } from './elements/phrase';
import { renderCard } from './render-card';
import { counted } from './words/count';
import { readCode } from './words/read-code';

export interface HelpView {
  /** The project of the conversation as people call it, if it is connected to one. */
  readonly title?: string;
  /** How people call the bot in a channel: `Steward`. */
  readonly botName: string;
  /** Only what the person who asked may do, in the order to be shown. */
  readonly commands: readonly { readonly usage: string; readonly summary: string }[];
}

const shownCommands = 30;

/** The answer to `help`. */
export function renderHelpCard({ title, botName, commands }: HelpView): Card {
  const heading = title === undefined ? say`What you can do` : say`What you can do in ${cutText(title, 60)}`;
  const shown = commands.slice(0, shownCommands);
  const left = commands.length - shown.length;
  return renderCard({
    title: heading,
    summary: say`${heading}: ${counted(commands.length, 'command')}.`,
    blocks: [
      ...shown.map(({ usage, summary }) => item(say`${code(cutText(usage, 160))}: ${cutText(summary, 160)}`)),
      ...(left > 0 ? [item(say`… ${counted(left, 'more command')}, not shown.`, 'quiet')] : []),
      paragraph(say`${code('help <command>')} tells more about one of them.`, 'quiet'),
      paragraph(
        say`In a channel, start each message with @${cutText(botName, 60)}, in replies too: I see no others.`,
        'quiet',
      ),
    ],
  });
}

/** The answer to `help <command>`: lines of plain text, in which backticks mark what is to be typed. */
export function renderCommandHelpCard(view: { readonly command: string; readonly lines: readonly string[] }): Card {
  const heading = say`How to use ${cutText(view.command, 60)}`;
  return renderCard({
    title: heading,
    summary: say`${heading}.`,
    blocks: view.lines.slice(0, shownCommands).map((line): Block => paragraph(readCode(cutText(line, 400)))),
  });
}
