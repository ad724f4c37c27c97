import type { Endpoint } from '../client/classify-rows';
import { scoreRows } from './score-rows';
import { separate } from './separation';
import type { Stage } from './stage';

/** Below this a model for these data has learnt nothing worth a release. */
const leastKs = 0.5;

/** Scores the test rows through the endpoint and says how well the scores tell bad loans from good ones. */
export async function scoreAndMeasure(stage: Stage, name: string, endpoint: Endpoint): Promise<readonly number[]> {
  const { ledger, teller, rows, now, signal } = stage;
  return ledger.step(name, async ({ check, fact }) => {
    const started = now();
    const scores = await scoreRows(endpoint, rows, signal);
    const milliseconds = Math.round(now() - started);
    const { ks, auc } = separate(
      scores,
      rows.map(({ event }) => event),
    );
    const figures = `KS ${ks?.toFixed(4) ?? 'undefined'}, AUC ${auc?.toFixed(4) ?? 'undefined'}`;
    teller.tell('A client', `scores ${scores.length} test rows in ${milliseconds} ms: ${figures}`);
    fact('rows', scores.length);
    fact('milliseconds', milliseconds);
    fact('ks', ks);
    fact('auc', auc);
    check(`KS is at least ${leastKs}`, (ks ?? 0) >= leastKs, ks);
    return scores;
  });
}
