/** A person of the stand-in's directory. */
export interface Person {
  /** Directory object id: who they are. */
  readonly objectId: string;
  /** The channel's id for them, `29:…`. */
  readonly channelUserId: string;
  readonly name: string;
  /** What they are in the story; shown by the page, unknown to the bot. */
  readonly note: string;
  /** A guest of the tenant as its roster tells it; `user` when not said. */
  readonly role?: 'user' | 'guest';
}

/** The organisation that the stand-in plays: one tenant, one team with its channels, one bot. */
export interface Workplace {
  readonly tenantId: string;
  readonly team: { readonly id: string; readonly groupId: string; readonly name: string };
  /** The first one is the team's general channel. */
  readonly channels: readonly [Channel, ...Channel[]];
  readonly people: readonly Person[];
  /** None when not said. */
  readonly groupChats?: readonly GroupChat[];
  readonly bot: { readonly appId: string; readonly name: string };
}

export interface Channel {
  /** `19:…@thread.tacv2`. */
  readonly id: string;
  readonly name: string;
}

/** Some of the people, without a team. People make it, never the bot. */
export interface GroupChat {
  /** `19:…@thread.v2`. */
  readonly id: string;
  readonly name: string;
  /** Object ids. */
  readonly members: readonly string[];
}

/** The bot as the channel names it. */
export function botChannelId(workplace: Workplace): string {
  return `28:${workplace.bot.appId}`;
}

export function findPerson(workplace: Workplace, id: string): Person | undefined {
  return workplace.people.find(({ objectId, channelUserId }) => objectId === id || channelUserId === id);
}
