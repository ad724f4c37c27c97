import { StewardError } from '../domain/errors';
import { alertName } from '../domain/ids';
import type { Alert, AlertState, ImageAlert, JudgementAlert, ObservationAlert } from '../domain/monitoring/alert';
import type { Instant } from '../domain/release/release';
import { exactlyOne, oneOrNone, type Tx } from './database';

interface AlertRow {
  number: number;
  project: string;
  environment: string;
  version: string;
  kind: Alert['kind'];
  state: AlertState;
  revision: number;
  raised_by: number | null;
  observed: ObservationAlert['observed'] | null;
  images: ImageAlert['images'] | null;
  raised_at: Instant;
  acknowledged: Alert['acknowledged'] | null;
  snoozed: Alert['snoozed'] | null;
  closed: Alert['closed'] | null;
}

/** The table sees to it that each kind has what is its own. */
function toAlert(row: AlertRow): Alert {
  const frame = {
    number: row.number,
    project: row.project,
    environment: row.environment,
    version: row.version,
    state: row.state,
    revision: row.revision,
    raisedAt: row.raised_at,
    ...(row.acknowledged ? { acknowledged: row.acknowledged } : {}),
    ...(row.snoozed ? { snoozed: row.snoozed } : {}),
    ...(row.closed ? { closed: row.closed } : {}),
  };
  if (row.images) return { ...frame, kind: 'image_missing', images: row.images };
  if (row.observed) return { ...frame, kind: row.kind as ObservationAlert['kind'], observed: row.observed };
  return { ...frame, kind: row.kind as JudgementAlert['kind'], raisedBy: row.raised_by ?? 0 };
}

async function readAlerts(tx: Tx, where: string, values: readonly unknown[]): Promise<Alert[]> {
  return (await tx.query<AlertRow>(`select * from alerts where ${where}`, values)).map(toAlert);
}

/** Throws `alert_unknown`. */
export async function getAlert(tx: Tx, number: number): Promise<Alert> {
  return required(oneOrNone(await readAlerts(tx, 'number = $1', [number])), number);
}

/** Reads an alert and holds its row until commit: every change of one goes through this lock. Throws `alert_unknown`. */
export async function lockAlert(tx: Tx, number: number): Promise<Alert> {
  return required(oneOrNone(await readAlerts(tx, 'number = $1 for update', [number])), number);
}

function required(found: Alert | undefined, number: number): Alert {
  if (found) return found;
  throw new StewardError('alert_unknown', { alert: alertName(number), project: 'any project' });
}

/** Those that are not closed, oldest first. */
export function listLiveAlerts(tx: Tx, project: string, environment: string): Promise<Alert[]> {
  const where = `project = $1 and environment = $2 and state <> 'closed' order by number`;
  return readAlerts(tx, where, [project, environment]);
}

/** Environments with alerts that are not closed, in the project file or not. */
export async function listAlertedEnvironments(tx: Tx, project: string): Promise<readonly string[]> {
  const rows = await tx.query<{ environment: string }>(
    `select distinct environment from alerts where project = $1 and state <> 'closed' order by environment`,
    [project],
  );
  return rows.map(({ environment }) => environment);
}

/** Newest first; of one environment, or of all of the project. */
export function listAlerts(
  tx: Tx,
  project: string,
  { environment, limit }: { readonly environment?: string; readonly limit: number },
): Promise<Alert[]> {
  const where = 'project = $1 and ($2::text is null or environment = $2) order by number desc limit $3';
  return readAlerts(tx, where, [project, environment ?? null, limit]);
}

type Placed = 'project' | 'environment' | 'version' | 'kind' | 'raisedAt';

/** Raises an alert and returns its number. A second live one of its kind breaks `alerts_one_live`. */
export async function insertAlert(tx: Tx, alert: Pick<JudgementAlert, Placed | 'raisedBy'>): Promise<number> {
  const rows = await tx.query<{ number: number }>(
    `insert into alerts (number, project, environment, version, kind, state, raised_by, raised_at)
     values (nextval('alert_numbers'), $1, $2, $3, $4, 'open', $5, $6) returning number`,
    [alert.project, alert.environment, alert.version, alert.kind, alert.raisedBy, alert.raisedAt],
  );
  return exactlyOne(rows).number;
}

/** The same for what was seen of what runs. */
export async function insertObservationAlert(
  tx: Tx,
  alert: Pick<ObservationAlert, Placed | 'observed'>,
): Promise<number> {
  const rows = await tx.query<{ number: number }>(
    `insert into alerts (number, project, environment, version, kind, state, observed, raised_at)
     values (nextval('alert_numbers'), $1, $2, $3, $4, 'open', $5, $6) returning number`,
    [alert.project, alert.environment, alert.version, alert.kind, JSON.stringify(alert.observed), alert.raisedAt],
  );
  return exactlyOne(rows).number;
}

/** The same for images that are lost. */
export async function insertImageAlert(tx: Tx, alert: Pick<ImageAlert, Placed | 'images'>): Promise<number> {
  const rows = await tx.query<{ number: number }>(
    `insert into alerts (number, project, environment, version, kind, state, images, raised_at)
     values (nextval('alert_numbers'), $1, $2, $3, $4, 'open', $5, $6) returning number`,
    [alert.project, alert.environment, alert.version, alert.kind, JSON.stringify(alert.images), alert.raisedAt],
  );
  return exactlyOne(rows).number;
}

/** What may change in an alert; null clears. */
export interface AlertChange {
  readonly state?: AlertState;
  readonly acknowledged?: NonNullable<Alert['acknowledged']> | null;
  readonly snoozed?: NonNullable<Alert['snoozed']> | null;
  readonly closed?: NonNullable<Alert['closed']>;
  readonly observed?: ObservationAlert['observed'];
  readonly images?: ImageAlert['images'];
}

/** Changes an alert that the caller holds locked; every change counts the revision up. */
export async function changeAlert(tx: Tx, number: number, change: AlertChange): Promise<void> {
  const entries = Object.entries(change).filter(([, value]) => value !== undefined);
  const sets = entries.map(([column], index) => `${column} = $${index + 2}`);
  const values = entries.map(([column, value]: [string, unknown]) =>
    column === 'state' || value === null ? value : JSON.stringify(value),
  );
  await tx.query(`update alerts set ${['revision = revision + 1', ...sets].join(', ')} where number = $1`, [
    number,
    ...values,
  ]);
}
