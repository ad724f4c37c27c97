import { chooseButton } from '../../../playground/chat/press-newest';
import type { ChannelMessage } from '../../../playground/client/connector-client';

function card(id: string, release: string, verbs: readonly string[]): ChannelMessage {
  return {
    id,
    conversation: 'c',
    thread: id,
    author: { kind: 'bot', name: 'Steward' },
    at: '',
    edits: 0,
    summary: `hmeq\nState: Waiting for approval.\n  ${release}, revision 3 of this card.`,
    card: { body: [{ type: 'Input.Text', id: 'approveReason' }] },
    buttons: verbs.map((verb) => ({ title: `${verb} ${release}`, verb })),
  };
}

const messages = [card('1', 'r1', ['approve']), card('2', 'r2', ['approve', 'retry']), card('3', 'r3', [])];
const choose = (button: string, rest: string): unknown => chooseButton(messages, { button, rest });

describe('chat: which button is pressed', () => {
  it('is that of the newest card which has it', () => {
    expect(choose('approve', 'evidence read')).toMatchObject({
      card: { id: '2' },
      title: 'approve r2',
      reason: 'evidence read',
    });
  });

  it('is that of the named release, and no other one’s when that has none', () => {
    expect(choose('approve', 'r1 -- fine')).toMatchObject({ card: { id: '1' }, reason: 'fine' });
    expect(() => choose('approve', 'r3 fine')).toThrow('No card of r3 shows a button "approve" now');
    expect(() => choose('reject', 'no')).toThrow('No card shows a button "reject" now');
  });

  it('asks for a reason where the card does, and for none where it does not', () => {
    expect(() => choose('approve', '')).toThrow('/press approve evidence reviewed');
    expect(() => choose('approve', 'r2')).toThrow('needs your reason');
    expect(() => choose('retry', 'again')).toThrow('takes no reason: /press retry');
    expect(choose('retry', '')).toMatchObject({ card: { id: '2' }, reason: '' });
  });
});
