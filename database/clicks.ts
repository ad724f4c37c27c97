import type { Json } from '../domain/canonical-json';
import type { Click, DecisionOutcome } from '../domain/release/decide';
import { exactlyOne, oneOrNone, type Tx } from './database';

export interface RecordedClick extends Click {
  readonly id: number;
  /** The release that the decision is offered to; `release` is the one its card or command names. */
  readonly onRelease: number;
  readonly cardRevision?: number;
  readonly outcome?: DecisionOutcome;
}

interface ClickRow {
  id: number;
  release: number;
  named_release: number;
  person: string;
  verb: Click['verb'];
  shown: string;
  reason: string;
  card_revision: number | null;
  clicked_at: string;
  outcome: DecisionOutcome | null;
}

function toClick(row: ClickRow): RecordedClick {
  return {
    id: row.id,
    onRelease: row.release,
    release: row.named_release,
    person: row.person,
    verb: row.verb,
    shown: row.shown,
    reason: row.reason,
    clickedAt: row.clicked_at,
    ...(row.card_revision === null ? {} : { cardRevision: row.card_revision }),
    ...(row.outcome === null ? {} : { outcome: row.outcome }),
  };
}

/**
 * Records a click before anything judges it. `key` says what is the same delivery: repeated, it meets the first one's row
 * and its outcome. The same click under a new activity id is a row of its own, which the rule of `decide` counts once.
 */
export async function recordClick(
  tx: Tx,
  click: Click & { key: string; onRelease: number; cardRevision?: number },
): Promise<RecordedClick> {
  await tx.query(
    `insert into clicks (key, release, named_release, person, verb, shown, reason, card_revision, clicked_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (key) do nothing`,
    [
      click.key,
      click.onRelease,
      click.release,
      click.person,
      click.verb,
      click.shown,
      click.reason,
      click.cardRevision ?? null,
      click.clickedAt,
    ],
  );
  return toClick(exactlyOne(await tx.query<ClickRow>('select * from clicks where key = $1', [click.key])));
}

export async function findClick(tx: Tx, id: number): Promise<RecordedClick | undefined> {
  const row = oneOrNone(await tx.query<ClickRow>('select * from clicks where id = $1', [id]));
  return row && toClick(row);
}

/** Clicks on a release that nothing has judged yet, in the order in which people clicked. */
export async function listUnjudgedClicks(tx: Tx, release: number): Promise<RecordedClick[]> {
  const rows = await tx.query<ClickRow>(
    'select * from clicks where release = $1 and outcome is null order by clicked_at, id',
    [release],
  );
  return rows.map(toClick);
}

export async function judgeClick(tx: Tx, id: number, outcome: DecisionOutcome, at: string): Promise<void> {
  await tx.query('update clicks set outcome = $2, judged_at = $3 where id = $1', [
    id,
    JSON.stringify(outcome satisfies DecisionOutcome as unknown as Json),
    at,
  ]);
}
