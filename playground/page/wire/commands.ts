import { z } from 'zod';

/** The commands that the bot understands (`GET /api/commands`), as far as the compose box needs them. */
export const commandSchema = z.object({
  name: z.string(),
  usage: z.string(),
  summary: z.string(),
  arguments: z.array(
    z.object({ name: z.string(), kind: z.string(), after: z.string().optional(), required: z.boolean() }),
  ),
  examples: z.array(z.string()),
});
export type CommandHint = z.infer<typeof commandSchema>;

export const commandsSchema = z.object({ commands: z.array(commandSchema) });
