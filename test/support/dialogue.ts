import { hmeq, messagesOf, type Shown } from '../playground/connector/stand-in';
import type { TestSteward } from './steward';

/** What somebody typed and everything that the bot said to it, as words. */
export interface Dialogue {
  /** Types a line and returns the bot's answer in words: of a card, its text twin. */
  readonly ask: (as: string, text: string, conversation?: string) => Promise<string>;
  /** Presses a button of a message and returns what only the clicker sees, as words or as a card. */
  readonly press: (as: string, message: string, button: string, more?: object) => Promise<unknown>;
}

const personalPrefix = 'a:';

/** The conversation of a person with the bot. */
export function personalChat(person: string): string {
  return `${personalPrefix}${person}`;
}

export function dialogueWith(steward: () => TestSteward): Dialogue {
  const driver = () => steward().bot.driver;
  async function ask(as: string, text: string, conversation: string = hmeq): Promise<string> {
    const before = new Set((await messagesOf(driver(), conversation)).map(({ id }) => id));
    const path = `/conversations/${encodeURIComponent(conversation)}/messages`;
    const { thread } = await driver().call<{ thread: string }>('POST', path, { as, text });
    const isAnswer = ({ id, author, thread: below }: Shown): boolean =>
      !before.has(id) && author.kind === 'bot' && (conversation.startsWith(personalPrefix) || below === thread);
    for (;;) {
      const answers = (await messagesOf(driver(), conversation)).filter(isAnswer);
      if (answers.length > 0) return answers.map((answer) => answer.text ?? answer.summary ?? '').join('\n');
      await driver().call('GET', '/events?after=1000000&wait=100');
    }
  }
  return {
    ask,
    press: async (as, message, button, more = {}) => {
      const pressed = await driver().call<{ answers: { value: unknown }[] }>('POST', '/clicks', {
        as,
        message,
        button,
        ...more,
      });
      return pressed.answers[0]?.value;
    },
  };
}
