/** A SHA-256 content digest as registries write it: `sha256:` and 64 lower-case hex digits. */
export type Digest = `sha256:${string}`;

const pattern = /^sha256:[0-9a-f]{64}$/;

export function isDigest(text: string): text is Digest {
  return pattern.test(text);
}

/** The first 12 hex digits: for people, never for identity. */
export function shortDigest(digest: Digest): string {
  return digest.slice('sha256:'.length, 'sha256:'.length + 12);
}

/**
 * The model's version directory inside an image: the first 48 bits of the package digest as an integer
 * (0 … 2^48-1, safe in a double). A probe of `/versions/<n>/metadata` therefore proves which package serves.
 */
export function versionDirectory(packageDigest: Digest): string {
  return String(Number.parseInt(shortDigest(packageDigest), 16));
}
