import { PlaygroundFailure } from '../client/failure';
import { textOf } from '../client/what-is-new';
import { checkEvaluation, type CountedEvaluation, listCounted } from './check-evaluation';
import type { Batch, StoryData } from './choose-data';
import type { Stage } from './stage';
import { writeTestOutcomes } from './test-outcomes';

/** Applicants are scored and become known; the model is judged, until it has decayed. Returns the name of the alert. */
export async function playJudgement(stage: Stage, data: StoryData, home: string): Promise<string> {
  await learnFirstOutcomes(stage, home);
  for (const batch of data.batches) {
    const decaying = data.batches.indexOf(batch) >= data.batches.length - 2;
    await playBatch(stage, batch, (states) => states.every((state) => (state === 'breach') === decaying));
  }
  return stage.ledger.step('hear of the decay', async ({ check, fact }) => {
    const message = await stage.channel.waitFor('an alert', (candidate) => alertIn(textOf(candidate)) !== undefined);
    const text = textOf(message);
    fact('alert', text);
    check(
      'it says in plain words what got worse',
      /separates events from non-events less well than agreed/.test(text),
      text,
    );
    check('it says that nothing changes without approval', /without an approval/.test(text), text);
    return alertIn(text) ?? '';
  });
}

/** The number of the alert whose card this is. */
export function alertIn(text: string): string | undefined {
  return /^ {2}(a\d+), raised at /m.exec(text)?.[1];
}

/** What became of the applicants whom the first release scored: they are a window of their own, cut off by the next release. */
async function learnFirstOutcomes(stage: Stage, home: string): Promise<void> {
  const outcomes = await writeTestOutcomes(home, stage.rows);
  await stage.ledger.step('the outcomes of the test rows come', async ({ check }) => {
    await importOutcomes(stage, outcomes);
    const [counted] = await waitForCounted(stage, 1);
    check('the window of the first release is judged', counted?.state === 'ok', counted);
    if (counted) await checkEvaluation(stage, counted, check);
  });
}

/** One batch: scored, its outcomes imported, and every window that they close judged and computed again. */
export async function playBatch(
  stage: Stage,
  batch: Batch,
  expected: (states: readonly string[]) => boolean,
): Promise<void> {
  const { ledger } = stage;
  const before = (await listCounted(stage)).length;
  await ledger.step(`${batch.name}: applicants are scored`, async ({ fact }) => {
    fact(
      'said',
      await shell(
        stage,
        'Client',
        'score',
        batch.applications,
        '--reference',
        'REFERENCE',
        '--to',
        'production',
        '--concurrency',
        '1',
      ),
    );
  });
  await ledger.step(`${batch.name}: outcomes come`, async ({ check, fact }) => {
    await importOutcomes(stage, batch.outcomes);
    const fresh = (await waitForCounted(stage, before + 1)).slice(before);
    for (const one of fresh) {
      const { ks, auc, events, interval } = one.result ?? {};
      const range = interval ? ` [${interval.low.toFixed(3)}, ${interval.high.toFixed(3)}]` : '';
      stage.teller.tell(
        'Monitor',
        `window ${one.window?.number}, ${one.version}: ${one.state}, KS ${ks?.toFixed(4)}${range}, AUC ${auc?.toFixed(4)}, ${events} events of ${one.result?.rows} rows`,
      );
      fact(`window ${one.window?.number}`, { state: one.state, ...one.result });
      await checkEvaluation(stage, one, check);
    }
    const states = fresh.map(({ state }) => state);
    check('it is judged as the data says', expected(states), states);
  });
}

async function importOutcomes(stage: Stage, file: string): Promise<void> {
  await shell(stage, 'Back office', 'outcomes', 'import', file, '--reference', 'REFERENCE', '--outcome', 'BAD');
}

async function shell({ teller, steward }: Stage, who: string, ...words: readonly string[]): Promise<string> {
  teller.tell(who, `$ steward ${words.map((word) => word.replace(/^.*\//, '')).join(' ')}`);
  const said = await steward(...words);
  teller.tell('Shell', said.split('\n').slice(0, 4).join('\n'));
  return said;
}

const patienceMs = 90_000;

/** Evaluations that count, oldest first, as soon as there are so many: outcomes wake the monitor. */
async function waitForCounted(stage: Stage, count: number): Promise<readonly CountedEvaluation[]> {
  const deadline = stage.now() + patienceMs;
  for (;;) {
    stage.signal.throwIfAborted();
    const counted = await listCounted(stage);
    if (counted.length >= count) return counted;
    if (stage.now() > deadline)
      throw new PlaygroundFailure(
        `Only ${counted.length} evaluations count after ${patienceMs / 1000} s, not ${count}.`,
      );
  }
}
