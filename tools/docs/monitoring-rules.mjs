import { effectRules, stateRules } from '../../domain/monitoring/rules.ts';
import { code, document, heading, plain, table } from './markdown.mjs';

const introduction = `One pure function (\`domain/monitoring/judge.ts\`) decides about every evaluation, by these rules. Each evaluation names the
rule that gave its state and those that say what followed (\`why.details.rule\` and \`why.details.effects\` in the table
\`evaluations\`). What the words mean is in [monitoring](../monitoring.md).`;

const states = `The first rule that applies gives the state. KS is signed here: below 0 when events score lower than non-events.`;
const effects = `Each rule that applies is followed. An evaluation of a window that was evaluated before never counts, so the breach count
depends on closed windows alone.`;

export function renderMonitoringRules() {
  return document(
    heading('Rules of judgement', 'domain/monitoring/rules.ts', introduction),
    '## States',
    states,
    table(
      ['rule', 'when', 'state', 'then'],
      stateRules.map(({ id, when, state, then }) => [code(id), plain(when), code(state), plain(then)]),
    ),
    '## What follows',
    effects,
    table(
      ['rule', 'when', 'then'],
      effectRules.map(({ id, when, then }) => [code(id), plain(when), plain(then)]),
    ),
  );
}
