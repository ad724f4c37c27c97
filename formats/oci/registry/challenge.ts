/** One way in which a server would have a client authenticate itself. */
export interface Challenge {
  /** Lower case: `basic`, `bearer`, … */
  readonly scheme: string;
  /** By lower-case name; of a name that is given twice the first counts. */
  readonly parameters: ReadonlyMap<string, string>;
}

const maximalHeader = 16 * 1024;
const token = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";
const parameter = new RegExp(`(${token})[ \\t]*=[ \\t]*(?:"((?:[^"\\\\]|\\\\.)*)"|(${token}))`, 'y');
const scheme = new RegExp(`(${token})(?=[ \\t,]|$)`, 'y');
const token68 = /[A-Za-z0-9._~+/-]+=*(?=[ \t]*(?:,|$))/y;
const gap = /[ \t,]*/y;

/**
 * Reads `WWW-Authenticate` (RFC 9110, 11.6.1): any number of challenges, in one line or several. What does not follow
 * the grammar ends the reading: what came before it counts.
 */
export function parseChallenges(header: string | readonly string[] | undefined): Challenge[] {
  const text = typeof header === 'string' ? header : (header ?? []).join(', ');
  const found: { scheme: string; parameters: Map<string, string> }[] = [];
  if (text.length > maximalHeader) return found;
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match !== null) at = pattern.lastIndex;
    return match;
  };
  for (take(gap); at < text.length; take(gap)) {
    const pair = found.length > 0 ? take(parameter) : null;
    const current = found.at(-1);
    if (pair !== null && current !== undefined) {
      const name = (pair[1] ?? '').toLowerCase();
      const value = pair[2]?.replace(/\\(.)/g, '$1') ?? pair[3] ?? '';
      if (!current.parameters.has(name)) current.parameters.set(name, value);
      continue;
    }
    const next = take(scheme);
    if (next === null) return found;
    found.push({ scheme: (next[1] ?? '').toLowerCase(), parameters: new Map() });
    take(gap);
    take(parameterAhead(text, at) ? gap : token68);
  }
  return found;
}

/** `Negotiate YII=` carries a token where others carry parameters; `Basic, Bearer realm="…"` carries neither. */
function parameterAhead(text: string, at: number): boolean {
  parameter.lastIndex = at;
  if (parameter.test(text)) return true;
  scheme.lastIndex = at;
  const word = scheme.exec(text)?.[1];
  return word !== undefined && /^(?:basic|bearer|digest|negotiate|ntlm)$/i.test(word);
}
