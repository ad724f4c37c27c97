import { readFileSync } from 'node:fs';
import path from 'node:path';
import { findCard, findCardAbove } from '../../../../playground/page/app/guide/find-card';
import type { Card } from '../../../../playground/page/wire/chat';
import { createMessage } from '../chat/examples';

function golden(name: string): Card {
  return JSON.parse(readFileSync(path.join(__dirname, '../../../golden/cards', `${name}.json`), 'utf8')) as Card;
}

const post = createMessage('1', { text: 'r17: I am checking it; its card follows.' });
const card = createMessage('2', { card: golden('release/waiting'), thread: '1' });
const told = createMessage('3', { card: golden('release/waiting.reply'), thread: '1' });
const alert = createMessage('4', { card: golden('alert/open') });
const retraining = createMessage('5', { card: golden('retraining/training') });
const thread = [post, card, told];

describe('the card of a release, an alert or a retraining', () => {
  it('is found by its name in every state', () => {
    const all = [...thread, alert, retraining];
    expect(['r17', 'a9', 't5', 'r1'].map((name) => findCard(all, name)?.id)).toEqual(['2', '4', '5', undefined]);
    const serving = createMessage('6', { card: golden('release/serving') });
    expect(findCard([...all, serving], 'r17')).toBe(serving);
  });

  it('is not one that was deleted', () => {
    expect(findCard([{ ...card, deleted: true }], 'r17')).toBeUndefined();
  });

  it('is found from the shorter one that tells of it, and from no other message', () => {
    expect(findCardAbove(thread, told)).toBe(card);
    expect([post, card].map((message) => findCardAbove(thread, message))).toEqual([undefined, undefined]);
    expect(findCardAbove([told], told)).toBeUndefined();
  });
});
