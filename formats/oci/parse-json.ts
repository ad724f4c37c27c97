/** What a document holds; undefined for what is none, so that a schema judges both alike. */
export function parseJson(document: string | Buffer | undefined): unknown {
  try {
    return JSON.parse(document?.toString() ?? '');
  } catch {
    return undefined;
  }
}
