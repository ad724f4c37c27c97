import { readFile } from 'node:fs/promises';
import { classifyRows, type Classified, type ClassifyRow } from '../client/classify-rows';
import { messageOf } from '../client/failure';
import { signature } from './ask-model';
import { applicationsFile, type Batch } from './open-world';
import { type Scene, several } from './scene';

const rowsAtOnce = 100;
/** Milliseconds before a request is sent again, doubled up to the longest: about a minute in all. */
const waits = { first: 200, longest: 5_000 } as const;
const mostRetries = 15;

/**
 * Sends who of a batch was not answered yet, in their order, and notes each answer. A request whose answer was lost is sent
 * again: the references in it make that the same rows. Says at the end what came of it; ends quietly when the world closes.
 */
export async function scoreBatch(scene: Scene, batch: Batch): Promise<void> {
  const { world, progress } = scene;
  const rows = readApplications(await readFile(world.file(applicationsFile(batch)), 'utf8'));
  const before = await askVersion(scene);
  let retries = 0;
  let failure: string | undefined;
  while (failure === undefined && batch.answered < rows.length) {
    const some = rows.slice(batch.answered, batch.answered + rowsAtOnce);
    const answer = await sendUntilAnswered(scene, some);
    retries += answer.retries;
    if (answer.kind === 'scored') {
      batch.answered += some.length;
      world.facts.scored += some.length;
      world.keep();
      progress(batch.answered);
    } else failure = answer.why;
  }
  batch.over = true;
  world.keep();
  await world.kept();
  const by = sayVersions(before, await askVersion(scene));
  sayEnd(scene, batch, by, retries, failure);
}

function sayEnd({ tell }: Scene, batch: Batch, by: string, retries: number, failure: string | undefined): void {
  const { rows, answered } = batch;
  const again =
    retries === 0 ? '' : ` ${several(retries, 'request was', 'requests were')} sent again; no row counts twice.`;
  if (failure === undefined)
    return tell(
      'done',
      `${several(rows, 'applicant')} scored by ${by}: ${several(answered, 'answer')}, 0 failed.${again}`,
    );
  tell(
    'failed',
    `${answered.toLocaleString('en')} of ${several(rows, 'applicant')} scored by ${by}; then ${failure}. The other ${(rows - answered).toLocaleString('en')} are dropped and do not apply again: send new ones when the model answers.${again}`,
  );
}

type Sent = Classified & { readonly retries: number };

async function sendUntilAnswered(scene: Scene, rows: readonly ClassifyRow[]): Promise<Sent> {
  const { address, signal, pause, tell } = scene;
  for (let retries = 0; ; retries += 1) {
    const answer = await classify(`${address}:classify`, rows, signal);
    if (answer.kind === 'scored' && retries > 0) tell('done', 'The model answers again; scoring goes on.');
    if (answer.kind !== 'away' || retries === mostRetries) return { ...answer, retries };
    if (retries === 0) tell('trouble', `Scoring waits: ${answer.why}. The same rows are sent again until it answers.`);
    await pause(Math.min(waits.longest, waits.first * 2 ** retries), signal);
    signal.throwIfAborted();
  }
}

/** An answer that is no answer is a refusal: it would be the same again. */
async function classify(url: string, rows: readonly ClassifyRow[], signal: AbortSignal): Promise<Classified> {
  try {
    const answer = await classifyRows({ url, signature }, rows, signal);
    return answer.kind === 'scored' ? answer : { ...answer, why: answer.why.replace(/\.$/, '') };
  } catch (error) {
    signal.throwIfAborted();
    return { kind: 'refused', why: messageOf(error).replace(/\.$/, '') };
  }
}

/** Who answers, as far as anybody tells. */
async function askVersion({ starter }: Scene): Promise<string | undefined> {
  return starter.whatServes().then(
    (version) => version ?? undefined,
    () => undefined,
  );
}

function sayVersions(before: string | undefined, after: string | undefined): string {
  const versions = [...new Set([before, after].filter((version) => version !== undefined))];
  return versions.join(' and then ') || 'what serves';
}

/** The rows of a file of applications; cells that are empty are missing. */
function readApplications(text: string): readonly ClassifyRow[] {
  const [header = '', ...lines] = text.trimEnd().split('\n');
  const [, ...names] = header.split(',');
  return lines.map((line) => {
    const [reference = '', ...cells] = line.split(',');
    const filled = names.map((name, at) => [name, cells[at] ?? ''] as const).filter(([, cell]) => cell !== '');
    return { reference, inputs: Object.fromEntries(filled) };
  });
}
