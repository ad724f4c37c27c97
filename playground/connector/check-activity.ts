import { z } from 'zod';
import { checkCard } from './check-card';
import { Refusal } from './refusal';

export const cardType = 'application/vnd.microsoft.card.adaptive';

/** What the stand-in reads of an activity that the bot sends; the rest is allowed and kept out. */
const outgoing = z.looseObject({
  type: z.enum(['message', 'typing']),
  text: z.string().optional(),
  summary: z.string().optional(),
  attachments: z.array(z.looseObject({ contentType: z.string(), content: z.unknown() })).optional(),
  entities: z.array(z.looseObject({ type: z.string() })).optional(),
});

export type Outgoing = z.infer<typeof outgoing>;

/** UTF-16 bytes of the whole message. */
const mostBytes = 100 * 1024;

/** A message of the bot, or Teams' refusal of it. `complain` hears of what Teams takes but a bot should not send. */
export function checkActivity(body: unknown, complain: (what: string) => void): Outgoing {
  const parsed = outgoing.safeParse(body);
  if (!parsed.success) throw new Refusal(400, 'BadSyntax', `no activity: ${z.prettifyError(parsed.error)}`);
  const activity = parsed.data;
  if (JSON.stringify(activity).length * 2 > mostBytes)
    throw new Refusal(413, 'MessageSizeTooBig', 'Message size too large.');
  if (activity.type === 'typing') return activity;
  const attachments = activity.attachments ?? [];
  if (!activity.text?.trim() && attachments.length === 0) throw new Refusal(400, 'BadSyntax', 'an empty message');
  if (attachments.length > 1) throw new Refusal(400, 'BadSyntax', 'more than one attachment');
  for (const { contentType, content } of attachments) {
    if (contentType !== cardType) throw new Refusal(400, 'BadSyntax', `unknown attachment ${contentType}`);
    const [problem] = checkCard(content);
    if (problem !== undefined) throw new Refusal(400, 'BadSyntax', problem);
  }
  if (activity.text && attachments.length > 0)
    complain('text and card in one message: Teams splits it and gives no id');
  if (attachments.length > 0 && !activity.summary) complain('a card without summary: its notification says nothing');
  for (const [mention] of (activity.text ?? '').matchAll(/<at>[^<]*<\/at>/g))
    if (!(activity.entities ?? []).some((entity) => entity.type === 'mention' && entity['text'] === mention))
      complain(`${mention} has no mention entity: it stays plain text`);
  return activity;
}
