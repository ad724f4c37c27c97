/** What somebody typed. */
export type ChatLine =
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'as'; readonly name: string }
  | { readonly kind: 'press'; readonly button: string; readonly rest: string }
  | { readonly kind: 'channel'; readonly name: string | undefined }
  | { readonly kind: 'who' | 'install' | 'details' | 'help' | 'quit' | 'nothing' }
  /** A line that cannot be meant, with the sentence that says why. */
  | { readonly kind: 'mistake'; readonly why: string };

export const chatHelp = `/as lena                 go on as somebody else
/who                     who there is
/press approve read it   press a button of the newest card that has it; what follows is your reason
/press approve r2 why    the same on the card of r2
/details                 the newest card that has small print, with it
/channel                 the newest messages again; /channel general goes to another channel
/install                 add Steward to the team, where it is not installed
/quit                    end (or Ctrl-D); Steward goes on
All else is said to Steward: type help to hear what it can do.`;

function wrongUse(usage: string): ChatLine {
  return { kind: 'mistake', why: `Say it like this: ${usage}` };
}

/** Reads one line. A mention of the bot at its beginning is forgiven: everything typed here is said to it. */
export function parseLine(line: string): ChatLine {
  const text = line.trim();
  if (!text.startsWith('/')) {
    const said = text.replace(/^@steward\b[\s,:]*/i, '');
    return said === '' ? { kind: 'nothing' } : { kind: 'say', text: said };
  }
  const [command = '', ...words] = text.split(/\s+/);
  const rest = text.slice(command.length).trim();
  const name = command.slice(1).toLowerCase();
  switch (name) {
    case 'as':
      return rest === '' ? wrongUse('/as lena') : { kind: 'as', name: rest };
    case 'press': {
      const [button] = words;
      if (button === undefined) return wrongUse('/press approve evidence reviewed');
      return { kind: 'press', button: button.toLowerCase(), rest: rest.slice(button.length).trim() };
    }
    case 'channel':
      return { kind: 'channel', name: rest === '' ? undefined : rest };
    case 'exit':
      return { kind: 'quit' };
    case 'who':
    case 'install':
    case 'details':
    case 'help':
    case 'quit':
      return { kind: name };
    default:
      return { kind: 'mistake', why: `There is no ${command} here; /help lists what there is.` };
  }
}
