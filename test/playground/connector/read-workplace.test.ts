import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readWorkplace } from '../../../playground/connector/read-workplace';
import { sampleWorkplace } from '../../../playground/connector/sample-workplace';
import type { Workplace } from '../../../playground/connector/workplace';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'workplace-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function read(content: unknown): Promise<Workplace> {
  const file = path.join(folder, 'workplace.json');
  await writeFile(file, JSON.stringify(content));
  return readWorkplace(file);
}

describe('a workplace file', () => {
  it('says all that the sample says', async () => {
    expect(await read(sampleWorkplace)).toEqual(sampleWorkplace);
  });

  it('may leave out group chats and roles', async () => {
    const { tenantId, team, channels, bot } = sampleWorkplace;
    const people = sampleWorkplace.people.map(({ objectId, channelUserId, name, note }) => {
      return { objectId, channelUserId, name, note };
    });
    const plain = { tenantId, team, channels, people, bot };
    expect(await read(plain)).toEqual(plain);
  });

  it.each([
    ['a member whom nobody knows', { groupChats: [{ id: '19:x@thread.v2', name: 'x', members: ['who'] }] }, 'who is'],
    ['a group chat with the id of a channel', { groupChats: [{ id: '19:x@thread.tacv2', name: 'x' }] }, 'thread.v2'],
    ['a role that Teams does not have', { people: [{ ...sampleWorkplace.people[0], role: 'owner' }] }, 'role'],
  ])('with %s is refused', async (_, change, why) => {
    await expect(read({ ...sampleWorkplace, ...change })).rejects.toThrow(why);
  });
});
