import { observationRules } from '../../domain/observation/rules.ts';
import { code, document, heading, plain, table } from './markdown.mjs';

const introduction = `Each minute one pure function (\`domain/observation/judge-look.ts\`) compares what an environment serves by the record
with what was seen there; the first rule that applies gives the state. What is seen is told in [observation](../observation.md).`;

export function renderObservationRules() {
  return document(
    heading('Rules of observation', 'domain/observation/rules.ts', introduction),
    table(
      ['rule', 'when', 'state', 'alert'],
      observationRules.map(({ id, when, state, alert }) => [code(id), plain(when), code(state), plain(alert)]),
    ),
  );
}
