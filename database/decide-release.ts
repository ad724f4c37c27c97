import { type Actor, actorText } from '../domain/actor';
import type { Json } from '../domain/canonical-json';
import { StewardError } from '../domain/errors';
import { releaseName, stepKey } from '../domain/ids';
import { rolesOf } from '../domain/permissions';
import { currentPolicy } from '../domain/release/current-policy';
import { type Click, decide, type DecisionOutcome } from '../domain/release/decide';
import type { Instant, Release } from '../domain/release/release';
import { shownSubject } from '../domain/release/shown';
import { hashJson } from '../formats/hash';
import { append } from './audit';
import { findCardPayload } from './cards';
import { findClick, judgeClick, listUnjudgedClicks, type RecordedClick } from './clicks';
import type { Tx } from './database';
import { findNames } from './people';
import { type AppliedProject, getProject } from './projects';
import { changeRelease } from './change-release';
import { isSwitching, lockRelease } from './releases';
import { markStep } from './release-steps';
import { findRetrainingOf } from './retrainings';

/**
 * The decision: one transaction that locks the release and judges a recorded click by the rule of `decide`, with the
 * policy that is applied now. A click that was judged before keeps its outcome. Refused attempts leave an audit row too.
 */
export async function judge(tx: Tx, clickId: number, at: Instant): Promise<DecisionOutcome> {
  const seen = await findClick(tx, clickId);
  if (!seen) throw new StewardError('internal', { what: `there is no click ${clickId}`, request: String(clickId) });
  const release = await lockRelease(tx, seen.onRelease);
  const click = (await findClick(tx, clickId)) ?? seen;
  if (click.outcome) return click.outcome;
  const project = await getProject(tx, release.project);
  const subjectUnchanged = hashJson(shownSubject(release)) === release.approval?.shown;
  const policy = currentPolicy(project.file, release);
  const outcome = decide(release, click, {
    ...policy,
    subjectUnchanged,
    retrained: (await findRetrainingOf(tx, release.project, release.version)) !== undefined,
    names: { ...project.file.people, ...(await findNames(tx, policy.approvers)) },
  });
  await judgeClick(tx, click.id, outcome, at);
  await (outcome.accepted
    ? keepDecision(tx, release, click, outcome, project, at)
    : noteRefusal(tx, release, click, outcome.code, at));
  return outcome;
}

async function keepDecision(
  tx: Tx,
  release: Release,
  click: RecordedClick,
  outcome: Extract<DecisionOutcome, { accepted: true }>,
  project: AppliedProject,
  at: Instant,
): Promise<void> {
  const roles = rolesOf(project.file, click.person);
  const shown = release.approval?.shown ?? click.shown;
  const card = await findCardPayload(tx, `release/${release.number}`, click.cardRevision);
  await tx.query(
    `insert into decisions (release, attempt, click, person, verb, reason, roles, policy_hash, shown, card_hash, card,
       clicked_at, decided_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      release.number,
      release.attempt,
      click.id,
      click.person,
      click.verb,
      click.reason,
      JSON.stringify(roles),
      project.hash,
      shown,
      card?.hash ?? null,
      card ? JSON.stringify(card.payload) : null,
      click.clickedAt,
      at,
    ],
  );
  await applyDecision(tx, release, click, outcome, at);
  await append(tx, {
    at,
    actor: { kind: 'person', objectId: click.person },
    action: click.verb === 'approve' ? 'release.approved' : 'release.rejected',
    subject: `release/${release.number}`,
    key: stepKey(release.number, `click/${click.id}`),
    data: {
      reason: click.reason,
      clickedAt: click.clickedAt,
      state: outcome.state,
      missing: outcome.missing,
      roles,
      policy: project.hash,
      shown,
      package: release.packageDigest,
      image: release.image?.digest ?? null,
      plan: release.plan?.digest ?? null,
      cardHash: card?.hash ?? null,
      card: (card?.payload ?? null) as Json,
    },
  });
}

async function applyDecision(
  tx: Tx,
  release: Release,
  click: Click,
  outcome: Extract<DecisionOutcome, { accepted: true }>,
  at: Instant,
): Promise<void> {
  const { verb, person, reason, clickedAt } = click;
  const decision = { verb, person, reason, clickedAt, decidedAt: at };
  const approval = release.approval && {
    ...release.approval,
    decisions: [...release.approval.decisions, decision],
  };
  if (outcome.state === 'approved')
    await markStep(tx, release.number, 'approve', { state: 'done', at, detail: 'approved' });
  if (outcome.state === 'rejected')
    await markStep(tx, release.number, 'approve', { state: 'failed', at, detail: 'rejected' });
  if (outcome.state !== 'rejected') return changeRelease(tx, release.number, { state: outcome.state, approval });
  const details = { release: releaseName(release.number), reason };
  return changeRelease(tx, release.number, {
    state: 'rejected',
    approval,
    ending: { code: 'rejected_by', details },
    ended_at: at,
  });
}

async function noteRefusal(tx: Tx, release: Release, click: RecordedClick, code: string, at: Instant): Promise<void> {
  // The same decision of the same person, delivered once more: it is in the chain already.
  if (code === 'approval_repeated') return;
  await append(tx, {
    at,
    actor: { kind: 'person', objectId: click.person },
    action: 'release.decision_refused',
    subject: `release/${release.number}`,
    key: stepKey(release.number, `click/${click.id}`),
    data: { verb: click.verb, code, clickedAt: click.clickedAt },
  });
}

/**
 * Ends a release that nobody decided on. Clicks that were made in time and not judged yet are judged first: who was first
 * is decided by click time against expiry, not by arrival. Returns the release as it then is.
 */
export async function expire(tx: Tx, number: number, at: Instant): Promise<Release> {
  await lockRelease(tx, number);
  for (const click of await listUnjudgedClicks(tx, number)) await judge(tx, click.id, at);
  const release = await lockRelease(tx, number);
  if (release.state !== 'waiting' || !release.approval || at < release.approval.expiresAt) return release;
  await endRelease(tx, release, 'expired', { kind: 'system' }, at, {
    code: 'expired_unanswered',
    details: { release: releaseName(number) },
  });
  return lockRelease(tx, number);
}

/**
 * Cancels: at once while nothing outside was touched (`ended`), else by asking the running release to withdraw what it
 * staged (`asked`). Throws `release_too_late` once Switch has begun and `release_closed` for one that has ended.
 */
export async function cancel(
  tx: Tx,
  number: number,
  by: Actor,
  at: Instant,
  reason?: string,
): Promise<'ended' | 'asked'> {
  const release = await lockRelease(tx, number);
  const name = releaseName(number);
  const who = actorText(by);
  if (release.state === 'preparing' || release.state === 'waiting') {
    await changeRelease(tx, number, { cancel_requested: { by: who, at } });
    const details = { release: name, ...(reason === undefined ? {} : { reason }) };
    await endRelease(tx, release, 'cancelled', by, at, { code: 'cancelled_by', details });
    return 'ended';
  }
  if (release.state !== 'approved') throw new StewardError('release_closed', { release: name, state: release.state });
  if (await isSwitching(tx, number))
    throw new StewardError('release_too_late', { release: name, environment: release.environment });
  if (release.cancelRequested) return 'asked';
  await changeRelease(tx, number, { cancel_requested: { by: who, at } });
  await append(tx, {
    at,
    actor: by,
    action: 'release.cancel_requested',
    subject: `release/${number}`,
    key: stepKey(number, `cancel/${release.attempt}`),
    data: { reason: reason ?? null },
  });
  return 'asked';
}

/** Ends a release in the caller's transaction and writes why. A release that has ended already is left as it is. */
export async function endRelease(
  tx: Tx,
  release: Release,
  state: 'expired' | 'cancelled' | 'failed',
  actor: Actor,
  at: Instant,
  ending: NonNullable<Release['ending']>,
): Promise<void> {
  await changeRelease(tx, release.number, { state, ending, ended_at: at });
  await append(tx, {
    at,
    actor,
    action: `release.${state}`,
    subject: `release/${release.number}`,
    key: stepKey(release.number, `ended/${release.attempt}`),
    data: { code: ending.code, details: ending.details },
  });
}
