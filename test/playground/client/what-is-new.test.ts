import { escapeMarkdown } from '../../../cards/elements/escape-markdown';
import type { ChannelMessage } from '../../../playground/client/connector-client';
import { textOf } from '../../../playground/client/what-is-new';

function said(kind: 'bot' | 'person', text: string): string {
  const message: ChannelMessage = {
    id: '1',
    conversation: 'c',
    thread: '1',
    author: { kind, name: 'x' },
    at: '',
    edits: 0,
    text,
    buttons: [],
  };
  return textOf(message);
}

describe('what a message says', () => {
  it.each(['P_BAD0 and serving_default', '1. a *b* [c] <d> `e` f\\g', '# ~~x~~ &amp; {{DATE()}}', '- one'])(
    'is shown as a reader of markdown sees it: %s',
    (text) => expect(said('bot', escapeMarkdown(text))).toBe(text),
  );

  it('is what people typed, letter by letter', () => {
    expect(said('person', 'a\\_b')).toBe('a\\_b');
  });
});
