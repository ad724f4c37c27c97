import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Workplace } from './workplace';

const text = z.string().min(1);
const person = z.strictObject({
  objectId: text,
  channelUserId: text,
  name: text,
  note: text,
  role: z.enum(['user', 'guest']).exactOptional(),
});
const groupChat = z.strictObject({
  id: z.string().regex(/^19:.+@thread\.v2$/, 'must be 19:…@thread.v2'),
  name: text,
  members: z.array(text).min(1),
});

const workplaceSchema: z.ZodType<Workplace> = z
  .strictObject({
    tenantId: text,
    team: z.strictObject({ id: text, groupId: text, name: text }),
    channels: z.tuple([z.strictObject({ id: text, name: text })], z.strictObject({ id: text, name: text })),
    people: z.array(person),
    groupChats: z.array(groupChat).exactOptional(),
    bot: z.strictObject({ appId: text, name: text }),
  })
  .check(({ value: { people, groupChats = [] }, issues }) => {
    for (const [i, { members }] of groupChats.entries()) {
      const stranger = members.find((id) => !people.some(({ objectId }) => objectId === id));
      if (stranger === undefined) continue;
      const message = `${stranger} is nobody of the people; name members by their objectId`;
      issues.push({ code: 'custom', input: members, path: ['groupChats', i, 'members'], message });
    }
  });

/** Another tenant, team and people than the sample's, from a JSON file. Rejects with what is wrong in it. */
export async function readWorkplace(path: string): Promise<Workplace> {
  return workplaceSchema.parse(JSON.parse(await readFile(path, 'utf8')) as unknown);
}
