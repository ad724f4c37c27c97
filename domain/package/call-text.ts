import type { Call } from './contract';

const rowForms: Readonly<Record<Call['rows'], string>> = {
  examples: 'rows by column name',
  named: 'one tensor a column',
  vector: 'one vector a row',
};

/** A call in words: `classify by signature serving_default (rows by column name); the score is the value of class 1`. */
export function callText(call: Call): string {
  return `${call.method} by signature ${call.signature} (${rowForms[call.rows]}); the score is ${scoreText(call.score)}`;
}

function scoreText(score: Call['score']): string {
  switch (score.kind) {
    case 'label':
      return `the value of class ${score.label}`;
    case 'value':
      return 'the value itself';
    case 'output':
      return score.index === undefined ? score.output : `position ${score.index} of ${score.output}`;
  }
}
