import { reasonGroups } from '../../domain/reasons/index.ts';
import { code, document, heading, plain, table } from './markdown.mjs';

const introduction = `Every ending has a code, one sentence for people, and the cure. Chat, shell, HTTP answers, logs and the audit all use
this table; \`{name}\` stands for a detail. **Again** marks what may pass by itself: an activity that ends with such a
code is tried again until its time is up, and the HTTP API answers 503.`;

export function renderReasonCodes() {
  const groups = Object.entries(reasonGroups).flatMap(([name, reasons]) => [
    `## ${name}`,
    table(
      ['code', 'sentence', 'cure', 'again'],
      Object.entries(reasons).map(([key, reason]) => [
        code(key),
        plain(reason.sentence),
        plain(reason.cure),
        reason.retryable ? 'yes' : '',
      ]),
    ),
  ]);
  return document(heading('Reason codes', 'domain/reasons/', introduction), ...groups);
}
