import { z } from 'zod';

const id = z.string().min(1).max(1000);

const party = z.looseObject({
  id,
  name: z.string().max(500).nullish(),
  aadObjectId: z.string().max(100).nullish(),
  role: z.string().max(50).nullish(),
});

/** What the bot reads of an activity; Teams sends more, and adds to it as it likes. */
export const activitySchema = z.looseObject({
  type: z.string().max(100),
  id: id.optional(),
  channelId: z.string().max(100),
  serviceUrl: z.string().max(2000),
  from: party,
  recipient: party,
  conversation: z.looseObject({
    id,
    tenantId: z.string().max(100).nullish(),
    conversationType: z.string().max(50).nullish(),
  }),
  channelData: z
    .looseObject({
      tenant: z.looseObject({ id: z.string().max(100) }).nullish(),
      channel: z.looseObject({ id: z.string().max(1000).nullish(), type: z.string().max(50).nullish() }).nullish(),
      settings: z.looseObject({ selectedChannel: z.looseObject({ id }).nullish() }).nullish(),
    })
    .nullish(),
  text: z.string().nullish(),
  name: z.string().max(200).nullish(),
  action: z.string().max(50).nullish(),
  value: z.unknown().optional(),
  replyToId: z.string().max(1000).nullish(),
  entities: z.array(z.looseObject({ type: z.string() })).nullish(),
});

export type Activity = z.infer<typeof activitySchema>;

/** The value of an `Action.Execute`: pressed, or sent by a client whose card came into view (`automatic`). */
export const executeSchema = z.looseObject({
  trigger: z.string().max(50).nullish(),
  action: z.looseObject({
    verb: z.string().min(1).max(200),
    data: z.record(z.string(), z.unknown()).nullish(),
  }),
});

/** The value of a pressed `Action.Submit`, which has no place of its own for the verb. */
export const submitSchema = z.looseObject({ verb: z.string().min(1).max(200) });

const mentionSchema = z.looseObject({
  type: z.literal('mention'),
  text: z.string().min(1).max(1000),
  mentioned: z.looseObject({ id }),
});

/** The texts by which a message mentions its receiver. */
export function mentionsOf({ entities, recipient }: Activity): readonly string[] {
  return (entities ?? []).flatMap((entity) => {
    const mention = mentionSchema.safeParse(entity);
    return mention.success && mention.data.mentioned.id === recipient.id ? [mention.data.text] : [];
  });
}
