import { askForToken } from '../../bot/teams/ask-for-token';
import { readChatAccess } from '../../bot/teams/chat-settings';
import { SendError } from '../../bot/teams/send-error';
import type { Checked } from '../../domain/check';
import { StewardError } from '../../domain/errors';
import type { Environment } from '../../formats/settings/parse-settings';
import { leftOut, runLooks } from './run-looks';

const what = 'Teams: credentials';

/** Whether the login service gives the bot a token, by the way in which bot and worker ask for one. */
export async function checkChat(environment: Environment, now: () => Date): Promise<readonly Checked[]> {
  const { STEWARD_BOT_APP_ID: appId, STEWARD_CONNECTOR_URL: standIn } = environment;
  if (appId === undefined) return leftOut(what, 'STEWARD_BOT_APP_ID is not set');
  const route = standIn === undefined ? 'direct, TLS' : 'direct, to the stand-in for Teams';
  return runLooks(route, [
    {
      what,
      look: async () => {
        const { identity } = readChatAccess(environment);
        try {
          await askForToken(identity, now);
        } catch (error) {
          throw asReason(error);
        }
        return `a token for ${appId}, by ${identity.kind}`;
      },
    },
  ]);
}

function asReason(cause: unknown): unknown {
  if (!(cause instanceof SendError)) return cause;
  const { failure } = cause;
  const why = cause.message.slice(0, 200);
  return new StewardError(
    failure.kind === 'no-token' ? 'check_chat_credentials' : 'check_chat_away',
    { why },
    { cause },
  );
}
