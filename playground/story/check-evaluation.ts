import { z } from 'zod';
import type { Notes } from './ledger';
import { separate } from './separation';
import type { Stage } from './stage';

const evaluation = z.object({
  number: z.number(),
  version: z.string(),
  state: z.string(),
  counted: z.boolean(),
  window: z.object({ number: z.number() }).optional(),
  result: z
    .object({
      rows: z.number(),
      judged: z.number(),
      events: z.number(),
      nonEvents: z.number(),
      ks: z.number().optional(),
      auc: z.number().optional(),
      interval: z.object({ low: z.number(), high: z.number() }).optional(),
    })
    .optional(),
});
export type CountedEvaluation = z.infer<typeof evaluation>;

/** The evaluations of production that count, oldest first. */
export async function listCounted({ steward }: Stage): Promise<readonly CountedEvaluation[]> {
  const said = await steward('evaluations', '--environment', 'production', '--limit', '200', '--json');
  const lines = said.split('\n').filter((line) => line.startsWith('{'));
  const all = lines.map((line) => evaluation.parse(JSON.parse(line)));
  return all.filter(({ counted }) => counted).sort((one, other) => one.number - other.number);
}

const tolerance = 1e-12;

/** Computes KS, AUC and counts of a window again, from the exported rows alone, by the story's own few lines. */
export async function checkEvaluation(
  { steward }: Stage,
  { window, result }: CountedEvaluation,
  check: Notes['check'],
): Promise<void> {
  if (!window || !result) return check('a counted evaluation has a window and a result', false);
  const said = await steward('scores', 'export', '--environment', 'production', '--window', String(window.number));
  const [header = '', ...lines] = said.split('\n');
  const names = header.split(',');
  const [scoreAt, eventAt] = [names.indexOf('score'), names.indexOf('event')];
  const known = lines.map((line) => line.split(',')).filter((cells) => cells[eventAt] !== '');
  const scores = known.map((cells) => Number(cells[scoreAt]));
  const events = known.map((cells) => cells[eventAt] === '1');
  const own = separate(scores, events);
  const same = (one: number | undefined, other: number | undefined): boolean =>
    one !== undefined && other !== undefined && Math.abs(one - other) <= tolerance;
  const counts = { rows: lines.length, judged: known.length, events: events.filter(Boolean).length };
  check(
    `window ${window.number}: counts are those of the exported rows`,
    counts.rows === result.rows && counts.judged === result.judged && counts.events === result.events,
    { counts, result },
  );
  check(`window ${window.number}: KS is that of the exported rows`, same(own.ks, result.ks), [own.ks, result.ks]);
  check(`window ${window.number}: AUC is that of the exported rows`, same(own.auc, result.auc), [own.auc, result.auc]);
}
