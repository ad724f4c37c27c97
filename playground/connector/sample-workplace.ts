import type { Person, Workplace } from './workplace';

function objectIdOf(number: number): string {
  return `5c1d0000-0000-4000-8000-00000000000${number}`;
}

function person(number: number, name: string, note: string): Person {
  return { objectId: objectIdOf(number), channelUserId: `29:1stand-in-${number}`, name, note };
}

/** The people of the sample project; their object ids are those in its project file. */
export const sampleWorkplace: Workplace = {
  tenantId: '5c1d0000-0000-4000-9000-000000000001',
  team: {
    id: '19:team-credit-models@thread.tacv2',
    groupId: '5c1d0000-0000-4000-9000-000000000002',
    name: 'Credit models',
  },
  channels: [
    { id: '19:team-credit-models@thread.tacv2', name: 'General' },
    { id: '19:hmeq@thread.tacv2', name: 'hmeq' },
  ],
  people: [
    person(1, 'Dana Okafor', 'data scientist'),
    person(2, 'Lena Brandt', 'leads analytics'),
    person(3, 'Theo Lind', 'second approver'),
    person(4, 'Ivo Marić', 'runs the platform'),
    person(5, 'Amira Haddad', 'auditor'),
    { ...person(6, 'Sam Whitlock', 'a guest, has no rights'), role: 'guest' },
  ],
  groupChats: [{ id: '19:release-night@thread.v2', name: 'Release night', members: [2, 3, 4].map(objectIdOf) }],
  bot: { appId: '5c1d0000-0000-4000-a000-000000000001', name: 'Steward' },
};
