/** By the stand-in's code: what helps. */
const cures: Readonly<Record<string, string>> = {
  NoSuchButton: 'The card has changed meanwhile: press a button that it shows now.',
  NoSuchMessage: 'The message is gone: ask the bot anew.',
  NoSuchCard: 'The card is gone: ask the bot anew.',
  NoSuchPerson: 'Choose who you are anew.',
  InputMissing: 'Fill it in, then press again.',
  InputTooLong: 'Shorten it, then press again.',
  InputUnknown: 'Press the button that stands below the input.',
  MessageSizeTooBig: 'Shorten what you typed, then press again.',
};

function sentence(text: string): string {
  const whole = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.?!]$/.test(whole) ? whole : `${whole}.`;
}

/** What stopped a click before the bot was asked, with the cure, for whoever makes the bot. */
export function explainRefusal(message: string, code: string | undefined): string {
  const cure = code === undefined ? undefined : cures[code];
  return [sentence(message), cure].filter((part) => part !== undefined).join(' ');
}
