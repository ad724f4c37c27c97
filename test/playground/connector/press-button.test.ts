import { Refusal } from '../../../playground/connector/refusal';
import { pressButton } from '../../../playground/connector/press-button';

describe('pressed button: the inputs that go with it', () => {
  const unfolding = (verb: string): Record<string, unknown> => ({
    type: 'Action.ShowCard',
    title: `${verb}…`,
    card: {
      type: 'AdaptiveCard',
      body: [{ type: 'Input.Text', id: `${verb}Reason`, label: 'Why?', isRequired: true }],
      actions: [{ type: 'Action.Execute', title: verb, verb, data: { release: 1 } }],
    },
  });
  const card = {
    type: 'AdaptiveCard',
    body: [{ type: 'Input.Text', id: 'note', value: 'for all' }],
    actions: [unfolding('approve'), unfolding('reject')],
  };
  const press = (inputs: Record<string, string>): unknown =>
    pressButton(card, { button: 'approve', inputs, oldClient: false });

  it('are those of its own card and of the card around it', () => {
    expect(press({ approveReason: 'read' })).toMatchObject({
      kind: 'execute',
      action: { verb: 'approve', data: { release: 1, approveReason: 'read', note: 'for all' } },
    });
  });

  it('are not those that another button unfolds, though they are required there', () => {
    expect(press({ approveReason: 'read' })).not.toHaveProperty('action.data.rejectReason');
    expect(() => press({ approveReason: 'read', rejectReason: 'no' })).toThrow(Refusal);
  });

  it('are asked for before anything is sent', () => {
    expect(() => press({})).toThrow(/Why\?/);
  });
});
