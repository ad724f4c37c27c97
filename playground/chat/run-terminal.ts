import { createInterface } from 'node:readline';
import type { Chat } from './create-chat';
import type { Screen } from './screen';

interface TerminalParts {
  readonly chat: Chat;
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly screen: Screen;
  /** The sentence for a line that could not be done. */
  readonly explain: (error: unknown) => string;
  readonly signal: AbortSignal;
}

/** Lets somebody type until Ctrl-C, Ctrl-D or /quit; a line that could not be done is said. Resolves with an exit code. */
export function runTerminal({ chat, input, output, screen, explain, signal }: TerminalParts): Promise<number> {
  const typing = createInterface({ input, output, terminal: true, prompt: chat.prompt() });
  screen.keepLine(typing);
  return new Promise((resolve) => {
    let before = Promise.resolve();
    const take = async (line: string): Promise<void> => {
      const goOn = await chat.take(line).catch((error: unknown) => {
        screen.write(`${explain(error)}\n`);
        return true;
      });
      typing.setPrompt(chat.prompt());
      if (goOn) typing.prompt(true);
      else typing.close();
    };
    typing.on('line', (line) => void (before = before.then(() => take(line))));
    typing.once('SIGINT', () => typing.close());
    signal.addEventListener('abort', () => typing.close(), { once: true });
    typing.once('close', () => {
      output.write('\n');
      resolve(0);
    });
    typing.prompt();
  });
}
