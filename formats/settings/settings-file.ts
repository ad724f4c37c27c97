/** Names and values as a process reads them from its environment. */
export type Settings = Readonly<Record<string, string>>;

/**
 * Settings as `NAME='value'` lines, sorted, that a POSIX shell can read with `.` as well. Values stand in single quotes
 * so that nothing in them means anything to a shell. Refuses a name that is no variable and a value with a line break.
 */
export function renderSettingsFile(settings: Settings): string {
  const lines = Object.entries(settings)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, value]) => {
      if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) throw new RangeError(`${name} is no name of a setting`);
      if (/[\r\n\0]/.test(value)) throw new RangeError(`the value of ${name} has a line break`);
      return `${name}='${value.replaceAll("'", `'\\''`)}'\n`;
    });
  return lines.join('');
}

/** Reads what `renderSettingsFile` wrote; comments, blank lines and unquoted values of people's own hand too. */
export function parseSettingsFile(text: string): Settings {
  const settings: Record<string, string> = {};
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)$/.exec(line);
    if (match?.[1] === undefined || match[2] === undefined) continue;
    settings[match[1]] = unquote(match[2].trim());
  }
  return settings;
}

function unquote(value: string): string {
  if (value.length > 1 && value.startsWith("'") && value.endsWith("'"))
    return value.slice(1, -1).replaceAll(`'\\''`, "'");
  if (value.length > 1 && value.startsWith('"') && value.endsWith('"')) return value.slice(1, -1);
  return value;
}
