/** Stands in for whatever must not be read. */
export const redacted = '[redacted]';

const secretKey =
  /(?:^|[-_.])(?:password|passwd|passphrase|secret|token|authorization|cookie|api-?_?key|private-?_?key|credentials?)s?$/i;

/** Each keeps what says which kind of secret stood there. All repetitions are bounded: logs hold what strangers send. */
const patterns: readonly (readonly [RegExp, string])[] = [
  [/\b([a-z][a-z0-9+.-]{0,20}:\/\/[^\s/:@"']{0,200}):[^\s/@"']{1,500}@/gi, `$1:${redacted}@`],
  [/\b(Bearer|Basic)\s{1,8}[A-Za-z0-9._~+/=-]{8,}/gi, `$1 ${redacted}`],
  [/\beyJ[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{1,8000}\.[A-Za-z0-9_-]*/g, redacted],
  [/-----BEGIN ([A-Z ]{0,40}PRIVATE KEY)-----[\s\S]*?(?:-----END \1-----|$)/g, redacted],
  [
    /\b((?:password|passwd|secret|token|api[-_]?key|signature|client_secret|access_token)["']?\s{0,4}[=:]\s{0,4}["']?)[^\s"'&,;}]{4,}/gi,
    `$1${redacted}`,
  ],
];

const limits = { depth: 6, entries: 100, text: 8_000, searched: 64_000 } as const;

export interface Redactor {
  readonly text: (text: string) => string;
  /** A copy fit for a log: secrets out, errors as data, deep, long and cyclic things cut. */
  readonly value: (value: unknown) => unknown;
}

/**
 * The one place where secrets are taken out. `secrets` are the values known at start, found in any text also when they
 * stand there URL-encoded, in base64 or escaped as JSON; values under six characters are left out, since redacting them
 * would tear ordinary words apart.
 */
export function createRedactor(secrets: readonly string[]): Redactor {
  const forms = [...new Set(secrets.filter((secret) => secret.length >= 6).flatMap(writtenForms))];
  forms.sort((left, right) => right.length - left.length);
  const text = (input: string): string => {
    // Known values first, on the whole text: a cut in the middle of one would leave half of it readable.
    const known = forms.reduce((rest, form) => rest.replaceAll(form, redacted), input).slice(0, limits.searched);
    const output = patterns.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), known);
    return output.length > limits.text ? `${output.slice(0, limits.text)}… (${input.length} characters)` : output;
  };
  return { text, value: (value) => copy(value, text, limits.depth) };
}

function writtenForms(secret: string): string[] {
  const escaped = JSON.stringify(secret).slice(1, -1);
  const base64 = Buffer.from(secret).toString('base64').replace(/=+$/, '');
  return [secret, encodeURIComponent(secret), escaped, base64];
}

function copy(value: unknown, text: Redactor['text'], depth: number): unknown {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'bigint' || typeof value === 'symbol') return text(String(value));
  if (typeof value === 'function') return '[function]';
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return '[deeper]';
  if (value instanceof Error) return copyError(value, text, depth);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return copyArray(value, text, depth);
  const entries = Object.entries(value);
  const kept = entries
    .slice(0, limits.entries)
    .map(([key, entry]) => [text(key), copyEntry(key, entry, text, depth)] as const);
  if (entries.length > kept.length) kept.push(['…', `${entries.length - kept.length} more`]);
  return Object.fromEntries(kept);
}

/** Counts and flags under a secret-sounding key (`tokens: 3`) stay; only what could be the secret itself goes. */
function copyEntry(key: string, value: unknown, text: Redactor['text'], depth: number): unknown {
  const plain = typeof value === 'number' || typeof value === 'boolean' || value === null || value === undefined;
  return secretKey.test(spaced(key)) && !plain ? redacted : copy(value, text, depth - 1);
}

/** `clientSecret` → `client-Secret`, so that one pattern serves all spellings of a key. */
function spaced(key: string): string {
  return key.replace(/([a-z0-9])([A-Z])/g, '$1-$2');
}

function copyArray(values: readonly unknown[], text: Redactor['text'], depth: number): unknown[] {
  const kept = values.slice(0, limits.entries).map((entry) => copy(entry, text, depth - 1));
  return values.length > kept.length ? [...kept, `… ${values.length - kept.length} more`] : kept;
}

function copyError(error: Error, text: Redactor['text'], depth: number): unknown {
  const own = Object.entries(error).filter(([key]) => !['name', 'message', 'stack', 'cause'].includes(key));
  return {
    type: error.name,
    message: text(error.message),
    ...(error.stack === undefined ? {} : { stack: text(error.stack) }),
    ...Object.fromEntries(
      own.slice(0, limits.entries).map(([key, entry]) => [key, copyEntry(key, entry, text, depth)]),
    ),
    ...(error.cause === undefined ? {} : { cause: copy(error.cause, text, depth - 1) }),
  };
}
