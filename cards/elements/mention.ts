import type { Inline, Phrase } from './phrase';
import type { MentionEntity } from './schema';

/** A name cut down to what no client reads as markup, so that the mark and its entity agree letter by letter. */
function markName(name: string): string {
  const plain = name
    .replace(/[^\p{L}\p{M}\p{N} .,'()-]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return plain === '' ? 'approver' : plain;
}

export function mentionMark(name: string): string {
  return `<at>${markName(name)}</at>`;
}

/** One entity for each person that the phrases mention. */
export function mentionEntities(phrases: readonly Phrase[]): readonly MentionEntity[] {
  const mentions = phrases.flat().filter(isMention);
  const byPerson = new Map(mentions.map((mention) => [mention.objectId, mention.name]));
  return [...byPerson].map(([id, name]) => ({
    type: 'mention',
    text: mentionMark(name),
    mentioned: { id, name: markName(name) },
  }));
}

function isMention(inline: Inline): inline is Extract<Inline, { kind: 'mention' }> {
  return inline.kind === 'mention';
}
