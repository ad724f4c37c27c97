import type { Actor } from '../domain/actor';
import { alertName } from '../domain/ids';
import { type CheckedImage, nextCheckAfter } from '../domain/images/kept-image';
import { stepImageAlert } from '../domain/images/step-image-alert';
import { type ImageAlert, isImageAlert } from '../domain/monitoring/alert';
import type { Instant } from '../domain/release/release';
import { changeAlert, insertImageAlert, listLiveAlerts, lockAlert } from './alerts';
import { append } from './audit';
import type { Tx } from './database';
import { type DueImages, keepImageCheck } from './image-checks';
import { holdEnvironment } from './projects';
import { findServing } from './servings';
import { auditClosed } from './settle-alerts';

/** Each of an environment's kept images, or why nothing can be said of them. */
export type FoundImages = { readonly images: readonly CheckedImage[] } | { readonly away: string };

const system: Actor = { kind: 'system' };

/**
 * Writes what was found of an environment's kept images, when they are asked for next, and what follows for its alert. What
 * could not be asked for is not lost: nothing follows then. Nothing is written where another release serves by now. Returns
 * the alerts that are not as they were.
 */
export async function recordImageCheck(
  tx: Tx,
  due: DueImages,
  { at, found }: { readonly at: Instant; readonly found: FoundImages },
): Promise<readonly number[]> {
  const { project, environment, release, version } = due;
  if (!(await holdEnvironment(tx, project, environment))) return [];
  await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`images/${project}/${environment}`]);
  if ((await findServing(tx, project, environment))?.release !== release) return [];
  const place = { project, environment, release, version };
  if ('away' in found) {
    await keepImageCheck(tx, { ...place, dueAt: later(at, nextCheckAfter('away')), away: found.away });
    return [];
  }
  const { images } = found;
  const lost = images.filter((image) => image.lost.length > 0);
  const dueAt = later(at, nextCheckAfter(lost.length > 0 ? 'lost' : 'whole'));
  await keepImageCheck(tx, { ...place, dueAt, checked: { at, images } });
  return takeStep(tx, due, lost, at);
}

async function takeStep(
  tx: Tx,
  { project, environment, release, version }: DueImages,
  lost: readonly CheckedImage[],
  at: Instant,
): Promise<readonly number[]> {
  const live = await lockLive(tx, project, environment);
  const step = stepImageAlert(lost, live);
  if (step === 'none') return [];
  const digests = lost.map(({ image }) => image);
  if (live === undefined) {
    const place = { kind: 'image_missing', project, environment, version } as const;
    const number = await insertImageAlert(tx, { ...place, raisedAt: at, images: lost });
    await append(tx, {
      ...{ at, actor: system, action: 'alert.raised', subject: `alert/${number}`, key: `${alertName(number)}/raised` },
      data: { ...place, release, images: digests },
    });
    return [number];
  }
  const { number } = live;
  if (step === 'close') {
    // The card keeps what was lost, and says that it is over.
    await changeAlert(tx, number, { state: 'closed', closed: { at, why: 'recovered' } });
    await auditClosed(tx, live, at, { why: 'recovered' });
  } else if (step === 'update') await changeAlert(tx, number, { images: lost });
  else await reopen(tx, live, lost, at);
  return [number];
}

async function reopen(tx: Tx, alert: ImageAlert, lost: readonly CheckedImage[], at: Instant): Promise<void> {
  const { number, project, environment, snoozed, acknowledged } = alert;
  const by = snoozed?.by ?? acknowledged?.by ?? '';
  await changeAlert(tx, number, {
    ...{ state: 'open', acknowledged: null, images: lost },
    snoozed: { by, at: snoozed?.at ?? at, until: at },
  });
  await append(tx, {
    ...{ at, actor: system, action: 'alert.reopened', subject: `alert/${number}` },
    key: `${alertName(number)}/reopened/${at}`,
    data: { project, environment, images: lost.map(({ image }) => image) },
  });
}

async function lockLive(tx: Tx, project: string, environment: string): Promise<ImageAlert | undefined> {
  const found = (await listLiveAlerts(tx, project, environment)).find(isImageAlert);
  const alert = found && (await lockAlert(tx, found.number));
  return alert && isImageAlert(alert) && alert.state !== 'closed' ? alert : undefined;
}

function later(at: Instant, ms: number): Instant {
  return new Date(Date.parse(at) + ms).toISOString();
}
