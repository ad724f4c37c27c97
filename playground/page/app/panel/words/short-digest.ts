/** The first 12 hex digits, as Steward's cards show a digest: for people, never for identity. */
export function shortDigest(digest: string): string {
  return digest.replace(/^sha256:/, '').slice(0, 12);
}
