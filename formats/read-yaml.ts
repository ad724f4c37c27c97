import { LineCounter, parseDocument } from 'yaml';
import { errorText } from '../domain/errors';

/** More shared nodes than a person writes, fewer than it takes to blow up. */
const maxAliasCount = 50;

/**
 * Reads one YAML 1.2 document of a length that the caller has bounded; `why` says with line and column what is wrong
 * with the text. Keys that come twice, several documents, unknown tags and multiplying aliases are wrong.
 */
export function readYaml(text: string): { readonly value?: unknown; readonly why?: string } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const first = document.errors[0] ?? document.warnings[0];
  if (first !== undefined) {
    const { line, col } = lines.linePos(first.pos[0]);
    return { why: `line ${line}, column ${col}: ${errorText(first)}` };
  }
  try {
    return { value: document.toJS({ maxAliasCount }) };
  } catch (error) {
    return { why: errorText(error) };
  }
}
