/** What a card says, read from its words. */
export interface Twin {
  readonly title: string;
  /** `Waiting for approval`; undefined for a card that has no state. */
  readonly state: string | undefined;
  /** Without what is folded away. */
  readonly body: string;
  /** Whether anything is folded away. */
  readonly hasDetails: boolean;
  /** The command line that a reader would copy into a shell. */
  readonly command: string | undefined;
  /** Full digests by the names that they have on the card: `Package`, `Image`, `Plan`. */
  readonly digests: Readonly<Record<string, string>>;
}

export function readTwin(text: string): Twin {
  const [body = '', folded = ''] = text.split(/\n\nDetails\n/);
  const digests = [...folded.matchAll(/^([A-Z][^:\n]*): (sha256:[0-9a-f]{64})/gm)];
  return {
    title: body.split('\n', 1)[0] ?? '',
    state: /^State: (.*)\.$/m.exec(body)?.[1],
    body,
    hasDetails: folded !== '',
    command: /^ {2}(curl .*)$/m.exec(body)?.[1],
    digests: Object.fromEntries(digests.map(([, name = '', digest = '']) => [name, digest])),
  };
}

/** The number of the release whose card this is. */
export function releaseOf(text: string): string | undefined {
  return /^ {2}(r\d+)(?:, attempt \d+)?, revision \d+ of this card/m.exec(text)?.[1];
}

/** The number of the retraining whose card this is. */
export function retrainingOf(text: string): string | undefined {
  return /^ {2}(t\d+), revision \d+ of this card/m.exec(text)?.[1];
}

/** What a release that is under way is doing, in one line. */
export function progressOf({ title, state, body }: Twin): string {
  const line = (name: string): string | undefined => new RegExp(`^ {2}(${name}: .*)$`, 'm').exec(body)?.[1];
  const where = [line('Done'), line('Now'), line('Failed')].filter((part) => part !== undefined).join('. ');
  return `${title} [${state ?? 'no state'}]${where === '' ? '' : ` ${where}`}`;
}
