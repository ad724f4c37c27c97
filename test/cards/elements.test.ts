import fc from 'fast-check';
import { cleanText } from '../../cards/elements/clean-text';
import { cutText } from '../../cards/elements/cut-text';
import { escapeMarkdown } from '../../cards/elements/escape-markdown';
import { code, enumerate, say, sign } from '../../cards/elements/phrase';
import { phraseMarkdown, phraseText } from '../../cards/elements/render-phrase';
import { textBlock } from '../../cards/elements/text-block';
import { textTwin } from '../../cards/text-twin';
import { paragraph } from '../../cards/document';
import { readCode } from '../../cards/words/read-code';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(
      '*',
      '_',
      '[',
      ']',
      '(',
      ')',
      '<',
      '>',
      '\\',
      '`',
      '~',
      '&',
      '{',
      '}',
      '-',
      '1',
      '.',
      'a',
      ' ',
      '\n',
    ),
  }),
);

/** What a reader of CommonMark sees when every escape of ASCII punctuation is taken back. */
function unescape(markdown: string): string {
  return markdown.replace(/\\([!-/:-@[-`{-~])/g, '$1');
}

describe('escapeMarkdown', () => {
  it.each([
    ['a link', '[x](https://example.com)', '\\[x\\](https://example.com)'],
    ['a mention', '<at>Ana</at>', '\\<at\\>Ana\\</at\\>'],
    ['bold and italic', '**a** _b_ *c*', '\\*\\*a\\*\\* \\_b\\_ \\*c\\*'],
    ['an entity', '&lt;at&gt; R&D', '\\&lt;at\\&gt; R&D'],
    ['a date for the client to fill in', '{{DATE(2026-01-01)}}', '{\\{DATE(2026-01-01)}}'],
    ['a list', '- a', '\\- a'],
    ['a numbered list', '1. a', '1\\. a'],
    ['a heading', '# a', '\\# a'],
    ['an escape', '\\*', '\\\\\\*'],
    ['lines', 'a\r\n\r\nb\u2028c', 'a b c'],
  ])('shows %s letter by letter', (_, text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });

  it('loses nothing: taking the escapes back gives the cleaned text', () => {
    fc.assert(fc.property(anyText, (text) => expect(unescape(escapeMarkdown(text))).toBe(cleanText(text))));
  });

  it('leaves no character that starts markup without its backslash', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const bare = escapeMarkdown(text).replace(/\\./g, '·');
        expect(bare).not.toMatch(/[`*_[\]<>\n]|\{\{|~~|&\w+;/);
        expect(escapeMarkdown(text)).not.toMatch(/^ ?[-+#]|^ ?\d{1,9}[.)] /);
      }),
    );
  });
});

describe('cleanText', () => {
  it('shows a name that was turned around by direction marks as it is stored', () => {
    expect(cleanText('gpj.\u202eexe')).toBe('gpj. exe');
  });

  it('replaces halves of characters', () => {
    expect(cleanText('a\ud800b')).toBe('a\ufffdb');
  });
});

describe('cutText', () => {
  it('leaves a text that fits', () => {
    expect(cutText('  champion  of hmeq ', 40)).toBe('champion of hmeq');
  });

  it('says how many characters it left out', () => {
    expect(cutText(`abcd${'x'.repeat(60)}`, 4)).toBe('abcd… (60 more characters)');
    expect(cutText('x'.repeat(20_000), 4)).toBe('xxxx… (19996 more characters)');
  });

  it('cuts between characters, never inside one', () => {
    expect(cutText('🧪'.repeat(9), 9)).toBe('🧪🧪… (7 more characters)');
  });

  it('leaves what takes no more room than the words about it', () => {
    expect(cutText('image 77a310012345, 592,000 bytes', 20)).toBe('image 77a310012345, 592,000 bytes');
  });

  it('keeps to its bytes in the JSON of a card', () => {
    const words = '… (99999 more characters)'.length + 4;
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 200 }), (text, bytes) => {
        const json = JSON.stringify(escapeMarkdown(cutText(text.repeat(20), bytes)));
        expect(Buffer.byteLength(json) - 2).toBeLessThanOrEqual(bytes + words);
      }),
    );
  });
});

describe('phrases', () => {
  it('escape what is put into them, and say the same without markup in the twin', () => {
    const phrase = say`${sign('✗')}Breaking: ${'input *A* is gone'}, look, type ${code('help')}`;
    expect(phraseMarkdown(phrase)).toBe('✗ Breaking: input \\*A\\* is gone, look, type **help**');
    expect(phraseText(phrase)).toBe('Breaking: input *A* is gone, look, type "help"');
  });

  it('enumerate as people do', () => {
    const names = [say`Ana`, say`Bo`, say`Eva`];
    expect(phraseText(enumerate(names, 'or'))).toBe('Ana, Bo or Eva');
    expect(phraseText(enumerate(names.slice(0, 2), 'and'))).toBe('Ana and Bo');
    expect(phraseText(enumerate(names.slice(0, 1), 'or'))).toBe('Ana');
    expect(enumerate([], 'or')).toEqual([]);
  });

  it('take what stands in backticks as something to type, and a lone backtick as itself', () => {
    expect(readCode('Type `help` or `')).toEqual([
      { kind: 'text', text: 'Type ' },
      { kind: 'code', text: 'help' },
      { kind: 'text', text: ' or `' },
    ]);
  });
});

describe('text block', () => {
  it('says that a text is empty, as an empty one breaks the card', () => {
    expect(textBlock('').text).toBe('(empty)');
  });
});

describe('text twin', () => {
  it('wraps at 100 columns and leaves longer words whole', () => {
    const address = `http://${'x'.repeat(150)}`;
    const twin = textTwin({
      title: say`Title`,
      summary: say`Title`,
      blocks: [paragraph(say`${'word '.repeat(60)}${address} end`)],
    });
    const lines = twin.split('\n');
    expect(lines.filter((line) => line.length > 100)).toEqual([address]);
    expect(lines.join(' ')).toContain('word word');
  });
});
