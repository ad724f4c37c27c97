import { z } from 'zod';
import { checkToken } from './check-token';
import { type FaultPlace, withFault } from './faults';
import type { Answer, Call, Route } from './http';
import type { Parts } from './parts';
import { findConversation, membersOf, openToBot, personalConversation, splitThread } from './places';
import { deleteAsBot, editAsBot, postAsBot } from './post-as-bot';
import { Refusal } from './refusal';
import { findPerson, type Person } from './workplace';

type Handle = (call: Call, parts: Parts) => Answer;

/** Answers that a bot earns by a mistake of its own. */
const mistakes = [400, 401, 413, 415];

/** Token first, then what was planned to go wrong, then the call itself. */
function guarded(parts: Parts, place: FaultPlace, handle: Handle): Route['handle'] {
  return async (call) => {
    try {
      await checkToken(parts, call);
      return await withFault(parts.faults.take(place), () => handle(call, parts));
    } catch (error) {
      if (error instanceof Refusal && mistakes.includes(error.status))
        parts.complain(`${call.method} ${call.path}: ${error.code}: ${error.message}`);
      throw error;
    }
  };
}

const newConversation = z.looseObject({
  isGroup: z.boolean().optional(),
  tenantId: z.string().optional(),
  members: z.array(z.looseObject({ id: z.string() })).optional(),
  channelData: z.looseObject({ channel: z.looseObject({ id: z.string() }).optional() }).optional(),
  activity: z.unknown().optional(),
});

function createPersonal(parts: Parts, member: string, activity: unknown): Answer {
  const person = findPerson(parts.workplace, member);
  if (!person) throw new Refusal(404, 'UserNotFound', `nobody has the id ${member}`);
  const conversation = personalConversation(person);
  openToBot(parts, conversation.id);
  if (activity === undefined) return { status: 201, body: { id: conversation.id } };
  const { id } = postAsBot(parts, conversation.id, undefined, activity);
  return { status: 201, body: { id: conversation.id, activityId: id } };
}

function createConversation(call: Call, parts: Parts): Answer {
  const parsed = newConversation.safeParse(call.body);
  if (!parsed.success) throw new Refusal(400, 'BadSyntax', z.prettifyError(parsed.error));
  const { channelData, members, activity, tenantId } = parsed.data;
  if (tenantId !== undefined && tenantId !== parts.workplace.tenantId)
    throw new Refusal(403, 'Forbidden', `tenant ${tenantId} is not the bot's`);
  const channel = channelData?.channel?.id;
  if (channel === undefined) {
    const [member, ...others] = members ?? [];
    if (!member) throw new Refusal(400, 'BadSyntax', 'neither a channel nor a member');
    if (others.length > 0 || parsed.data.isGroup === true)
      throw new Refusal(400, 'BadSyntax', 'a bot cannot create a group chat');
    return createPersonal(parts, member.id, activity);
  }
  if (findConversation(parts, splitThread(channel).base).kind !== 'channel')
    throw new Refusal(400, 'BadSyntax', `${channel} is no channel: it has no threads`);
  if (activity === undefined) throw new Refusal(400, 'BadSyntax', 'a new thread needs its first activity');
  if (parsed.data.isGroup !== true) throw new Refusal(400, 'BadSyntax', 'a thread in a channel needs isGroup');
  const { id } = postAsBot(parts, splitThread(channel).base, undefined, activity);
  if (id === undefined) return { status: 201, body: {} };
  return { status: 201, body: { id: `${channel};messageid=${id}`, activityId: id } };
}

function send(call: Call, parts: Parts): Answer {
  const { base, thread } = splitThread(call.params['conversation'] ?? '');
  const below = call.params['activity'] === undefined ? undefined : parts.transcript.find(call.params['activity']);
  if (call.params['activity'] !== undefined && below?.conversation !== base)
    throw new Refusal(404, 'ActivityNotFoundInConversation', 'the message to reply to is not there');
  return { status: 201, body: postAsBot(parts, base, thread ?? below?.thread, call.body) };
}

function update(call: Call, parts: Parts): Answer {
  const { base, thread } = splitThread(call.params['conversation'] ?? '');
  const id = call.params['activity'] ?? '';
  editAsBot(parts, base, thread, id, call.body);
  return { status: 200, body: { id } };
}

function remove(call: Call, parts: Parts): Answer {
  const { base, thread } = splitThread(call.params['conversation'] ?? '');
  deleteAsBot(parts, base, thread, call.params['activity'] ?? '');
  return { status: 200 };
}

function memberJson(parts: Parts, person: Person): unknown {
  const [givenName = person.name, ...surname] = person.name.split(' ');
  const name = person.objectId.slice(-4);
  return {
    id: person.channelUserId,
    name: person.name,
    objectId: person.objectId,
    aadObjectId: person.objectId,
    givenName,
    surname: surname.join(' '),
    email: `person-${name}@bank.example`,
    userPrincipalName: `person-${name}@bank.example`,
    tenantId: parts.workplace.tenantId,
    userRole: person.role ?? 'user',
  };
}

function rosterOf(call: Call, parts: Parts): readonly Person[] {
  const { base } = splitThread(call.params['conversation'] ?? '');
  return membersOf(parts, openToBot(parts, base));
}

function member(call: Call, parts: Parts): Answer {
  const known = rosterOf(call, parts);
  const wanted = call.params['member'];
  const person = known.find(({ objectId, channelUserId }) => objectId === wanted || channelUserId === wanted);
  if (!person) throw new Refusal(404, 'MemberNotFoundInConversation', 'not a member');
  return { status: 200, body: memberJson(parts, person) };
}

function pagedMembers(call: Call, parts: Parts): Answer {
  const all = rosterOf(call, parts);
  const size = Math.min(500, Math.max(1, Number(call.query.get('pageSize') ?? 200) || 200));
  const start = Number(call.query.get('continuationToken') ?? 0) || 0;
  const members = all.slice(start, start + size).map((person) => memberJson(parts, person));
  const more = start + size < all.length ? { continuationToken: String(start + size) } : {};
  return { status: 200, body: { members, ...more } };
}

function team(call: Call, parts: Parts): void {
  if (call.params['team'] !== parts.workplace.team.id) throw new Refusal(404, 'NotFound', 'no such team');
  openToBot(parts, parts.workplace.channels[0].id);
}

/** The connector API as Teams offers it to bots; a route that is not here does not exist. */
export function connectorRoutes(parts: Parts): readonly Route[] {
  const at = (method: string, path: string, place: FaultPlace, handle: Handle): Route => ({
    method,
    path: `/connector/v3${path}`,
    handle: guarded(parts, place, handle),
  });
  const conversation = '/conversations/:conversation';
  return [
    at('POST', '/conversations', 'create', createConversation),
    at('POST', `${conversation}/activities`, 'send', send),
    at('POST', `${conversation}/activities/:activity`, 'send', send),
    at('PUT', `${conversation}/activities/:activity`, 'update', update),
    at('DELETE', `${conversation}/activities/:activity`, 'update', remove),
    at('GET', `${conversation}/members`, 'members', (call) => ({
      status: 200,
      body: rosterOf(call, parts).map((person) => memberJson(parts, person)),
    })),
    at('GET', `${conversation}/pagedmembers`, 'members', pagedMembers),
    at('GET', `${conversation}/members/:member`, 'members', member),
    at('GET', '/teams/:team', 'members', (call) => {
      team(call, parts);
      const { id, name, groupId } = parts.workplace.team;
      const counts = { channelCount: parts.workplace.channels.length, memberCount: parts.workplace.people.length };
      return { status: 200, body: { id, name, aadGroupId: groupId, ...counts } };
    }),
    at('GET', '/teams/:team/conversations', 'members', (call) => {
      team(call, parts);
      /** Teams leaves the general channel without a name. */
      const conversations = parts.workplace.channels.map(({ id, name }, i) => (i === 0 ? { id } : { id, name }));
      return { status: 200, body: { conversations } };
    }),
  ];
}
