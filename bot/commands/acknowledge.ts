import type { ChatAnswer } from '../teams/chat-event';
import { acknowledgeAlert } from '../../database/alert-decisions';
import { findNames } from '../../database/people';
import { alertName } from '../../domain/ids';
import { escapeMarkdown } from '../../cards/elements/escape-markdown';
import { alertArgument, alertCardNow, answerOnAlert } from './alert-argument';
import type { BotDependencies, Command, CommandCall } from './command';

export const acknowledge: Command = {
  spec: {
    name: 'acknowledge',
    permission: 'acknowledge',
    arguments: [{ name: 'alert', kind: 'alert', required: true, summary: 'the alert' }],
    flags: [],
    reason: 'none',
    examples: ['acknowledge a9'],
    summary: 'Say that you have seen an alert and look after it',
    details: 'Others see your name on its card. The alert closes when the model recovers or another version serves.',
  },
  run: runAcknowledge,
};

async function runAcknowledge(deps: BotDependencies, call: CommandCall): Promise<ChatAnswer> {
  const { number } = await alertArgument(deps, call, 'acknowledge');
  const person = call.user.objectId;
  const { alert, changed } = await deps.database.transaction((tx) =>
    acknowledgeAlert(tx, { alert: number, by: person, at: call.receivedAt, key: call.deliveryKey }),
  );
  const name = alertName(number);
  if (changed) return answerOnAlert(deps, alert, `You have ${name} in hand: its card says so now.`);
  const by = alert.acknowledged?.by ?? person;
  const who =
    by === person ? 'You have' : `${escapeMarkdown((await findNames(deps.database, [by]))[by] ?? 'Somebody')} has`;
  return {
    message: { kind: 'text', text: `${who} acknowledged ${name} already; it counts once.` },
    card: await alertCardNow(deps, number),
  };
}
