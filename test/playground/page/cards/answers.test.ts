import { explainRefusal } from '../../../../playground/page/app/cards/explain-refusal';
import { nameButton } from '../../../../playground/page/app/cards/name-button';
import { newestNote } from '../../../../playground/page/app/cards/newest-note';
import { readAnswer } from '../../../../playground/page/app/cards/read-answer';
import { refreshesFor } from '../../../../playground/page/app/cards/refresh-for';

const delivered = [{ status: 200 }];
const answering = (type: string, value: unknown, statusCode = 200) =>
  readAnswer({ deliveries: delivered, answers: [{ statusCode, type: `application/vnd.microsoft.${type}`, value }] });

describe('what a click is answered', () => {
  it('readAnswer: a text is a note for the clicker', () => {
    expect(answering('activity.message', 'Not you.')).toEqual({ kind: 'note', text: 'Not you.' });
  });

  it('readAnswer: a card takes the place of the card', () => {
    expect(answering('card.adaptive', { type: 'AdaptiveCard' })).toEqual({
      kind: 'card',
      card: { type: 'AdaptiveCard' },
    });
  });

  it('readAnswer: an old client, which sends a message, hears nothing of its own', () => {
    expect(readAnswer({ deliveries: delivered, answers: [] })).toEqual({ kind: 'sent' });
  });

  it('readAnswer: an error, an empty answer and what nobody understands went wrong, with the reason', () => {
    expect(answering('error', { code: 'internal', message: 'broken' }, 500)).toMatchObject({
      kind: 'failed',
      why: expect.stringContaining('internal: broken') as string,
    });
    for (const answer of [null, {}, { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: '' }])
      expect(readAnswer({ deliveries: delivered, answers: [answer] })).toMatchObject({
        kind: 'failed',
        why: expect.stringContaining('does not understand') as string,
      });
  });

  it('readAnswer: a bot that did not answer in time, or with another status, is told to the developer with the cure', () => {
    const late = readAnswer({ deliveries: [{ status: 0, error: 'timeout' }], answers: [null] });
    expect(late).toMatchObject({ why: expect.stringMatching(/timeout.*press again/) as string });
    const broken = readAnswer({ deliveries: [{ status: 500, body: 'boom' }], answers: [null] });
    expect(broken).toMatchObject({ why: expect.stringMatching(/HTTP 500: boom.*npm start/) as string });
  });

  it('explainRefusal: what the stand-in refuses is a sentence with its cure', () => {
    expect(explainRefusal('this card shows no button "approve"', 'NoSuchButton')).toBe(
      'This card shows no button "approve". The card has changed meanwhile: press a button that it shows now.',
    );
    expect(explainRefusal('The playground does not answer.', undefined)).toBe('The playground does not answer.');
  });

  it('newestNote: the newest one for the looker since the page was opened', () => {
    const at = (second: number): string => new Date(second * 1000).toISOString();
    const message = {
      id: '7',
      notices: [
        { to: 'ana', at: at(1), text: 'first' },
        { to: 'ana', at: at(3), text: 'second' },
        { to: 'bo', at: at(4), text: 'not hers' },
      ],
    };
    expect(newestNote(message, 'ana', 2000)?.text).toBe('second');
    expect(newestNote(message, 'ana', 3500)).toBeUndefined();
    expect(newestNote(message, 'eva', 0)).toBeUndefined();
    expect(newestNote(message, 'ana', 0)?.key).not.toBe(newestNote(message, 'bo', 0)?.key);
  });

  it('nameButton: by verb, by title where the verb is not its own, and by title without a verb', () => {
    const [approve, early, late, submit] = [
      { title: 'Approve r17', verb: 'approve' },
      { title: 'Snooze 1 d', verb: 'snooze' },
      { title: 'Snooze 7 d', verb: 'snooze' },
      { title: 'Send' },
    ];
    const all = [approve, early, late, submit];
    expect(all.map((button) => nameButton(button, all))).toEqual(['approve', 'Snooze 1 d', 'Snooze 7 d', 'Send']);
  });

  it('refreshesFor: those whom the card names by their id in the channel, and nobody else', () => {
    const card = { refresh: { action: {}, userIds: ['29:ana'] } };
    expect(refreshesFor(card, '29:ana')).toBe(true);
    expect(refreshesFor(card, '29:bo')).toBe(false);
    expect(refreshesFor(card, undefined)).toBe(false);
    expect(refreshesFor({}, '29:ana')).toBe(false);
  });
});
