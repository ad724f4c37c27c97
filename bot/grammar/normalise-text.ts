import { plainCharacters } from '../plain-characters';

const entities: Readonly<Record<string, string>> = { nbsp: ' ', amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Formatting tags that Teams leaves in texts; other `<…>` is what somebody typed and stays. */
const tags = /<\/?(?:at|p|div|span|b|i|u|strong|em|code|pre)(?:\s[^<>]*)?>/gi;
const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g;

function bare(address: string): string {
  return address
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/\/$/, '')
    .toLowerCase();
}

/** Clients turn `champion.zip` into a link by themselves (`zip` is a top-level domain); such a link is its text. */
function unlink(whole: string, address: string, text: string): string {
  return bare(address) === bare(text) ? text : whole;
}

/**
 * A message as people typed it → one plain line: what is left of mentions and formatting is taken away, entities and
 * automatic links are undone, every run of white space (no-break spaces, tabs, line ends) is one space. Quotation marks
 * and dashes stay as they are: the reader of words understands their typographic forms, and a reason keeps its own.
 */
export function normaliseText(text: string): string {
  return plainCharacters(text)
    .replace(/<br\s*\/?>|<\/(?:p|div)>/gi, ' ')
    .replace(/<a\s[^<>]*href="([^"<>]*)"[^<>]*>([^<>]*)<\/a>/gi, (whole, address: string, label: string) =>
      unlink(whole, address, label),
    )
    .replace(tags, '')
    .replace(/\[([^[\]]*)\]\(([^()\s]*)\)/g, (whole, label: string, address: string) => unlink(whole, address, label))
    .replace(/&(nbsp|amp|lt|gt|quot|apos);/g, (whole, name: string) => entities[name] ?? whole)
    .replace(/&#39;/g, "'")
    .replace(invisible, '')
    .replace(/\s+/g, ' ')
    .trim();
}
