import { readFileSync } from 'node:fs';
import path from 'node:path';
import { keepTyped } from '../../../../playground/page/app/cards/keep-typed';
import type { Card } from '../../../../playground/page/wire/chat';

const golden = path.join(__dirname, '../../../golden/cards/release');
const read = (name: string): Card => JSON.parse(readFileSync(path.join(golden, `${name}.json`), 'utf8')) as Card;

interface Shown {
  readonly actions: readonly [
    { readonly card: { readonly body: readonly [{ readonly value?: string }] } },
    ...unknown[],
  ];
  readonly body: readonly { readonly id?: string; readonly isVisible?: boolean }[];
}
const shown = (card: Card): Shown => card as unknown as Shown;

describe('keepTyped', () => {
  it('keepTyped: a reason that was being typed is in the next edition of the card', () => {
    const next = keepTyped(read('waiting-second'), { values: { approveReason: 'half a rea' }, visible: {} });
    expect(shown(next).actions[0].card.body[0].value).toBe('half a rea');
  });

  it('keepTyped: details that were opened stay open', () => {
    const next = keepTyped(read('waiting-second'), { values: {}, visible: { details: true } });
    expect(shown(next).body.find(({ id }) => id === 'details')?.isVisible).toBe(true);
  });

  it('keepTyped: what was typed goes nowhere when its input is gone', () => {
    const serving = read('serving');
    expect(keepTyped(serving, { values: { approveReason: 'half a rea' }, visible: {} })).toEqual(serving);
  });

  it('keepTyped: what a button sends is left alone, even where it looks like an input', () => {
    const data = { type: 'Input.Text', id: 'reason', value: 'of the author' };
    const card = { type: 'AdaptiveCard', actions: [{ type: 'Action.Execute', verb: 'do', data }] };
    expect(keepTyped(card, { values: { reason: 'typed' }, visible: { reason: false } })).toEqual(card);
  });
});
