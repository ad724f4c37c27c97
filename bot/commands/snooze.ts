import type { ChatAnswer } from '../teams/chat-event';
import { sayInstant } from '../../cards/words/instant';
import { snoozeAlert } from '../../database/alert-decisions';
import { StewardError } from '../../domain/errors';
import { alertName } from '../../domain/ids';
import { parseDuration } from '../../formats/project-file/parse-duration';
import { alertArgument, answerOnAlert } from './alert-argument';
import type { BotDependencies, Command, CommandCall } from './command';

const standard = '7d';
const longest = '90d';

export const snooze: Command = {
  spec: {
    name: 'snooze',
    permission: 'snooze',
    arguments: [{ name: 'alert', kind: 'alert', required: true, summary: 'the alert' }],
    flags: [
      { name: 'for', value: 'time', summary: `how long, such as 12h or 7d (7 days if left out, at most ${longest})` },
    ],
    reason: 'optional',
    examples: ['snooze a9 --for 7d -- the outcomes of August are being corrected'],
    summary: 'Silence an alert for some time',
    details: 'Further breaches do not wake it; the end of the time does. Its evaluations go on meanwhile.',
  },
  run: runSnooze,
};

async function runSnooze(deps: BotDependencies, call: CommandCall): Promise<ChatAnswer> {
  const { number } = await alertArgument(deps, call, 'snooze');
  const { flags, reason } = call.invocation;
  const given = typeof flags['for'] === 'string' ? flags['for'] : standard;
  const ms = readLength(given, number);
  const until = new Date(Date.parse(call.receivedAt) + ms).toISOString();
  const { alert } = await deps.database.transaction((tx) =>
    snoozeAlert(tx, {
      alert: number,
      by: call.user.objectId,
      at: call.receivedAt,
      key: call.deliveryKey,
      until,
      ...(reason === undefined ? {} : { reason }),
    }),
  );
  const end = alert.snoozed?.until ?? until;
  return answerOnAlert(
    deps,
    alert,
    `${alertName(number)} is silent until ${sayInstant(end)}; \`acknowledge ${alertName(number)}\` ends that.`,
  );
}

/** Throws `snooze_length_invalid`. */
function readLength(given: string, alert: number): number {
  const ms = parseDuration(given);
  if (ms !== undefined && ms > 0 && ms <= (parseDuration(longest) ?? 0)) return ms;
  throw new StewardError('snooze_length_invalid', { given: given.slice(0, 60), longest, alert: alertName(alert) });
}
