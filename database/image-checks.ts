import type { ImageCheck } from '../domain/images/kept-image';
import type { Instant } from '../domain/release/release';
import { oneOrNone, type Tx } from './database';

/** An environment that serves, whose kept images are to be asked for. */
export interface DueImages {
  readonly project: string;
  readonly environment: string;
  readonly release: number;
  readonly version: string;
}

/** Those never asked for, those that another release serves by now, and those whose time has come; the longest due first. */
export function listDueImages(tx: Tx, now: Instant): Promise<DueImages[]> {
  return tx.query<DueImages>(
    `select s.project, s.environment, s.release, s.version
     from servings s left join image_checks c on c.project = s.project and c.environment = s.environment
     where s.until is null and (c.release is null or c.release <> s.release or c.due_at <= $1)
     order by coalesce(c.due_at, '-infinity'), s.project, s.environment`,
    [now],
  );
}

interface ImageCheckRow {
  project: string;
  environment: string;
  release: number;
  version: string;
  checked: NonNullable<ImageCheck['checked']> | null;
  away: string | null;
}

/** Undefined before the first attempt. */
export async function findImageCheck(tx: Tx, project: string, environment: string): Promise<ImageCheck | undefined> {
  const row = oneOrNone(
    await tx.query<ImageCheckRow>(
      `select project, environment, release, version, checked, away from image_checks
       where project = $1 and environment = $2`,
      [project, environment],
    ),
  );
  if (!row) return undefined;
  const { checked, away, ...rest } = row;
  return { ...rest, ...(checked && { checked }), ...(away !== null && { away }) };
}

/** In place of the check before; without `checked` what that one found stays. */
export async function keepImageCheck(tx: Tx, check: ImageCheck & { readonly dueAt: Instant }): Promise<void> {
  const { project, environment, release, version, dueAt, checked, away } = check;
  await tx.query(
    `insert into image_checks (project, environment, release, version, due_at, checked, away)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (project, environment) do update set release = excluded.release, version = excluded.version,
       due_at = excluded.due_at, checked = coalesce(excluded.checked, image_checks.checked), away = excluded.away`,
    [project, environment, release, version, dueAt, checked ? JSON.stringify(checked) : null, away ?? null],
  );
}
