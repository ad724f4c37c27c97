import type { Handler } from './dependencies';

/** GET /api/commands: what can be typed to the bot, for completion. It holds nothing of any project: no token. */
export const commandsRoute: Handler = ({ commands }) => Promise.resolve({ status: 200, body: { commands } });
