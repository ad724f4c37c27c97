import { cardFaults } from '../support/card-rules';

const known = { verbs: ['approve'], dataKeys: ['release'] };
const title = { type: 'TextBlock', text: 'Title', wrap: true, style: 'heading' };
const submit = { type: 'Action.Submit', title: 'Go', data: { verb: 'approve', release: 17 } };
const execute = { type: 'Action.Execute', title: 'Go', verb: 'approve', data: { release: 17 }, fallback: submit };
const input = { type: 'Input.Text', id: 'why', label: 'Why?', errorMessage: 'Say why.' };

function card(body: readonly unknown[] = [], more: object = {}): unknown {
  return { type: 'AdaptiveCard', version: '1.5', lang: 'en', fallbackText: 'Title', body: [title, ...body], ...more };
}

function shown(text: string): object {
  return { type: 'TextBlock', text, wrap: true };
}

const bad: readonly (readonly [string, unknown, string])[] = [
  ['no object', 'card', 'the card is no object'],
  ['another version', card([], { version: '1.6' }), 'the version is not 1.5'],
  ['no language', card([], { lang: '' }), 'the language is not said'],
  ['no fallback text', card([], { fallbackText: '' }), 'there is no fallbackText'],
  ['no heading', card([], { body: [shown('x')] }), 'the first element is no heading'],
  ['more than 24 KB', card([shown('ä'.repeat(12_300))]), 'more than 24576'],
  ['text that does not wrap', card([{ type: 'TextBlock', text: 'x' }]), '"x" does not wrap'],
  ['an empty text', card([shown('')]), 'a TextBlock is empty'],
  ['an input without a label', card([{ ...input, label: '' }]), 'the input why has no label'],
  ['an input without an id', card([{ ...input, id: undefined }]), 'parser: '],
  ['an unknown element', card([{ type: 'Chart.Pie' }]), 'parser: Unknown element type "Chart.Pie"'],
  ['an unknown value', card([{ ...shown('x'), color: 'Pink' }]), 'parser: Invalid value "Pink"'],
  ['a chart without fallback', card([{ type: 'Chart.Line', data: [] }]), 'a Chart.Line has no fallback'],
  ['a Teams element without fallback', card([{ type: 'Badge', text: 'x' }]), 'a Badge has no fallback'],
  ['a broken fallback', card([{ type: 'Badge', text: 'x', fallback: { type: 'Blob' } }]), 'parser: Unknown'],
  ['an image', card([{ type: 'Image', url: 'https://example.com/x.png' }]), 'there is an image'],
  ['seven actions', card([], { actions: Array.from({ length: 7 }, () => execute) }), 'more than 6 actions'],
  ['no Action.Submit', card([], { actions: [{ ...execute, fallback: undefined }] }), 'no Action.Submit'],
  ['an unknown verb', card([], { actions: [{ ...execute, verb: 'delete' }] }), 'the verb delete is unknown'],
  ['strange data', card([], { actions: [{ ...execute, data: { role: 'x' } }] }), 'a button carries role'],
  ['a link', card([], { actions: [{ type: 'Action.OpenUrl', title: 'x', url: 'https://example.com' }] }), 'leads out'],
  ['an id twice', card([input, input]), 'the id why is there twice'],
  [
    'a toggle of nothing',
    card([], { actions: [{ type: 'Action.ToggleVisibility', title: 'x', targetElements: ['gone'] }] }),
    'a button shows gone',
  ],
  ['a mark without a mention', card([shown('<at>Ana</at>')]), '<at>Ana</at> mentions nobody'],
  [
    'a mention without its mark',
    card([shown('Ana')], { msteams: { entities: [{ type: 'mention', text: '<at>Ana</at>' }] } }),
    '<at>Ana</at> is not in the card',
  ],
];

describe('card rules', () => {
  it('find nothing in a good card, as often as they look', () => {
    const mention = { type: 'mention', text: '<at>Ana</at>', mentioned: { id: '1', name: 'Ana' } };
    const badge = { type: 'Badge', text: 'x', fallback: shown('x') };
    const good = card([badge, input, shown('<at>Ana</at>, \\<at\\>Bo\\</at\\>')], {
      actions: [execute],
      msteams: { entities: [mention] },
    });
    expect(cardFaults(good, known)).toEqual([]);
    expect(cardFaults(good, known)).toEqual([]);
  });

  it.each(bad)('find %s', (_, json, fault) => {
    expect(cardFaults(json, known).join('\n')).toContain(fault);
  });
});
