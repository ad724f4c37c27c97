/** A piece of a line before its reason. Columns count from 1. */
export type Word =
  | { readonly kind: 'word'; readonly text: string; readonly quoted: boolean; readonly column: number }
  | { readonly kind: 'flag'; readonly name: string; readonly value?: string; readonly column: number };

export type WordsRead =
  | { readonly ok: true; readonly words: readonly Word[]; readonly reason?: { text: string; column: number } }
  /** A quotation mark that is not closed. */
  | { readonly ok: false; readonly column: number };

/** Phones write typographic marks by themselves: any mark of a family opens and closes. */
const quoteFamilies = ['"“”„‟«»', "'‘’‚‛`´"];
const separator = /(?:--|[–—―])(?= |$)/y;
/** `--` becomes one long dash under a phone's hands. */
const flag = /(?:--|[–—―])([^\s=]+)(=?)/y;
const bareWord = /\S+/y;
const dashes = /[‐‑‒–—―−]/g;

function matchAt(pattern: RegExp, line: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(line);
}

/** The text between quotation marks (`\` before a mark or a `\` keeps it) and the place after the closing one. */
function readQuoted(line: string, at: number): { text: string; end: number } | 'open' | undefined {
  const family = quoteFamilies.find((marks) => marks.includes(line.charAt(at)));
  if (family === undefined || at >= line.length) return undefined;
  let text = '';
  for (let i = at + 1; i < line.length; i += 1) {
    const character = line.charAt(i);
    if (character === '\\' && i + 1 < line.length) text += line.charAt((i += 1));
    else if (family.includes(character)) return { text, end: i + 1 };
    else text += character;
  }
  return 'open';
}

function readValue(line: string, at: number): { text: string; quoted: boolean; end: number } | 'open' {
  const quoted = readQuoted(line, at);
  if (quoted === 'open') return 'open';
  if (quoted !== undefined) return { ...quoted, quoted: true };
  const text = matchAt(bareWord, line, at)?.[0] ?? '';
  return { text: text.replace(dashes, '-'), quoted: false, end: at + text.length };
}

/**
 * Cuts a normalised line into words, flags and the reason: all that follows the first dash pair that stands alone, as
 * it is. A word in quotation marks is never a flag, an announcing word or the start of a reason.
 */
export function readWords(line: string): WordsRead {
  const words: Word[] = [];
  let at = 0;
  while (at < line.length) {
    const column = at + 1;
    const start = matchAt(separator, line, at);
    if (start) {
      const text = line.slice(at + start[0].length).trim();
      return { ok: true, words, reason: { text, column } };
    }
    const opening = matchAt(flag, line, at);
    if (opening?.[1] !== undefined) {
      const name = opening[1].replace(dashes, '-').toLowerCase();
      at += opening[0].length;
      if (opening[2] === '=') {
        const value = readValue(line, at);
        if (value === 'open') return { ok: false, column: at + 1 };
        words.push({ kind: 'flag', name, value: value.text, column });
        at = value.end;
      } else words.push({ kind: 'flag', name, column });
    } else if (line.charAt(at) === ' ') at += 1;
    else {
      const value = readValue(line, at);
      if (value === 'open') return { ok: false, column };
      words.push({ kind: 'word', text: value.text, quoted: value.quoted, column });
      at = value.end;
    }
  }
  return { ok: true, words };
}
