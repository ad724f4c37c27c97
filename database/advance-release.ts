import type { Actor } from '../domain/actor';
import { StewardError } from '../domain/errors';
import { releaseName, stepKey } from '../domain/ids';
import { approvalHolds } from '../domain/release/approval-holds';
import { approversOf } from '../domain/release/approvers';
import { currentPolicy } from '../domain/release/current-policy';
import type { Instant, Release } from '../domain/release/release';
import { shownSubject } from '../domain/release/shown';
import { isOpen, type ReleaseState } from '../domain/release/states';
import { releaseSteps, type ReleaseStep } from '../domain/release/steps';
import { hashJson } from '../formats/hash';
import { append } from './audit';
import type { Tx } from './database';
import { endRelease } from './decide-release';
import { getProject } from './projects';
import { changeRelease, type ReleaseChange } from './change-release';
import { lockRelease } from './releases';
import { markStep, noteRunning, resetSteps } from './release-steps';
import { findServing, recordServing } from './servings';
import { unknownEnvironment } from '../domain/unknown-environment';

const stateOf: Readonly<Record<ReleaseStep, ReleaseState>> = {
  check: 'preparing',
  build: 'preparing',
  plan: 'preparing',
  approve: 'waiting',
  push: 'approved',
  stage: 'approved',
  verify: 'approved',
  switch: 'approved',
  record: 'serving',
};

/**
 * Marks a step as running and returns the release. Throws `release_closed` when the release has ended, was superseded or
 * is to be cancelled meanwhile: whatever still runs for it must stop there.
 */
export async function beginStep(tx: Tx, number: number, step: ReleaseStep, at: Instant): Promise<Release> {
  const release = await lockRelease(tx, number);
  const known = release.steps.find((record) => record.step === step);
  // An activity that is delivered again after its transaction: its work is repeatable, and the workflow must go on.
  if (known?.state === 'done' && (isOpen(release.state) || release.state === 'serving')) return release;
  const stopped = release.cancelRequested && step !== 'record';
  if (release.state !== stateOf[step] || stopped)
    throw new StewardError('release_closed', {
      release: releaseName(number),
      state: stopped ? 'being cancelled' : release.state,
    });
  await markStep(tx, number, step, { state: 'running', at });
  await changeRelease(tx, number, { engine_seen_at: at, ...(step === 'switch' ? { switching: true } : {}) });
  return lockRelease(tx, number);
}

/** An activity that comes back after its release has ended must not change what was written then. */
function requireGoingOn(release: Release, step: ReleaseStep): void {
  if (release.state === stateOf[step]) return;
  throw new StewardError('release_closed', { release: releaseName(release.number), state: release.state });
}

/** What a step that goes on waits for. Nothing when the release has ended meanwhile. */
export async function noteStep(tx: Tx, number: number, step: ReleaseStep, detail: string): Promise<void> {
  const release = await lockRelease(tx, number);
  if (release.state !== stateOf[step]) return;
  const changed = await noteRunning(tx, number, step, detail);
  if (changed) await changeRelease(tx, number, {});
}

/** Marks a step as done with its findings. Throws `release_closed` when the release has ended meanwhile. */
export async function finishStep(
  tx: Tx,
  number: number,
  step: ReleaseStep,
  done: { at: Instant; detail: string; change?: ReleaseChange },
): Promise<void> {
  requireGoingOn(await lockRelease(tx, number), step);
  await markStep(tx, number, step, { state: 'done', at: done.at, detail: done.detail });
  await changeRelease(tx, number, done.change ?? {});
}

/**
 * Puts a prepared release before its deciders: from here to the expiry it waits. A rollback was decided by the person who
 * asked for it and goes on at once.
 */
export async function openApproval(tx: Tx, number: number, at: Instant): Promise<Release> {
  const release = await lockRelease(tx, number);
  if (release.state !== 'preparing') return release;
  if (release.kind === 'rollback') {
    const detail = 'not needed: it was verified here before';
    await markStep(tx, number, 'approve', { state: 'skipped', at, detail });
    await changeRelease(tx, number, { state: 'approved' });
    return lockRelease(tx, number);
  }
  const project = await getProject(tx, release.project);
  const policy = project.file.environments[release.environment]?.policy;
  if (!policy) throw unknownEnvironment(project.file, release.environment);
  await markStep(tx, number, 'approve', { state: 'running', at });
  const approval = {
    shown: hashJson(shownSubject(release)),
    quorum: currentPolicy(project.file, release).quorum,
    approvers: approversOf(project.file, release.environment),
    openedAt: at,
    expiresAt: new Date(Date.parse(at) + policy.expiryMs).toISOString(),
    policyHash: project.hash,
    decisions: [],
  };
  await changeRelease(tx, number, { state: 'waiting', approval });
  await append(tx, {
    at,
    actor: { kind: 'system' },
    action: 'release.approval_asked',
    subject: `release/${number}`,
    key: stepKey(number, `asked/${release.attempt}`),
    data: { ...approval, decisions: [] },
  });
  return lockRelease(tx, number);
}

/** Traffic was switched and read back: the environment's serving record, the release's state and the audit are one. */
export async function recordSwitched(
  tx: Tx,
  number: number,
  facts: { at: Instant; detail: string; endpoint: NonNullable<Release['endpoint']> },
): Promise<void> {
  const release = await lockRelease(tx, number);
  if (release.state === 'serving' || !release.image) return;
  requireGoingOn(release, 'switch');
  await recordServing(tx, release, {
    release: number,
    version: release.version,
    packageDigest: release.packageDigest,
    imageDigest: release.image.digest,
    since: facts.at,
  });
  await markStep(tx, number, 'switch', { state: 'done', at: facts.at, detail: facts.detail });
  const details = {
    environment: release.environment,
    version: release.version,
    address: facts.endpoint.address,
  };
  await changeRelease(tx, number, {
    state: 'serving',
    endpoint: facts.endpoint,
    ending: { code: 'released', details },
    ended_at: facts.at,
  });
  await append(tx, {
    at: facts.at,
    actor: { kind: 'system' },
    action: 'release.serving',
    subject: `release/${number}`,
    key: stepKey(number, 'serving'),
    data: { image: release.image.digest, package: release.packageDigest, previous: release.previous?.release ?? null },
  });
}

/** Ends an open release as failed, or as cancelled when that was asked for; its running step is marked. */
export async function failRelease(
  tx: Tx,
  number: number,
  ending: NonNullable<Release['ending']>,
  at: Instant,
): Promise<Release> {
  const release = await lockRelease(tx, number);
  if (!isOpen(release.state)) return release;
  const running = release.steps.find((record) => record.state === 'running');
  if (release.cancelRequested) {
    if (running) await markStep(tx, number, running.step, { state: 'skipped', at, detail: 'cancelled' });
    await endRelease(tx, release, 'cancelled', { kind: 'person', objectId: release.cancelRequested.by }, at, {
      code: 'cancelled_by',
      details: { release: releaseName(number) },
    });
  } else {
    if (running) await markStep(tx, number, running.step, { state: 'failed', at, detail: ending.code });
    await endRelease(tx, release, 'failed', { kind: 'system' }, at, ending);
  }
  return lockRelease(tx, number);
}

/** What was approved is no longer what would happen: the approval is void, and the release is planned and asked for anew. */
export async function voidApproval(tx: Tx, number: number, at: Instant): Promise<void> {
  const release = await lockRelease(tx, number);
  if (release.state !== 'approved') return;
  await resetSteps(tx, number, ['plan', 'approve']);
  await changeRelease(tx, number, { state: 'preparing', approval: null, attempt: release.attempt + 1 });
  await append(tx, {
    at,
    actor: { kind: 'system' },
    action: 'release.approval_void',
    subject: `release/${number}`,
    key: stepKey(number, `void/${release.attempt}`),
    data: { plan: release.plan?.digest ?? null, previous: release.previous?.release ?? null },
  });
}

/**
 * Opens a failed release again from its failed step, under the approval it has if that still holds: same digests by
 * construction, what serves unchanged since the plan, the term not over. Otherwise from Check, to be approved anew; so too
 * when it is to take over what others manage, which nobody has approved. That ends with an approval.
 */
export async function retryRelease(
  tx: Tx,
  number: number,
  by: Actor,
  at: Instant,
  takeOver?: Release['takeOver'],
): Promise<Release> {
  const release = await lockRelease(tx, number);
  if (release.state !== 'failed')
    throw new StewardError('retry_not_failed', { release: releaseName(number), state: release.state });
  const serving = await findServing(tx, release.project, release.environment);
  const { file } = await getProject(tx, release.project);
  const holds = !takeOver && approvalHolds(release, serving, at, currentPolicy(file, release));
  const failed = release.steps.findIndex((record) => record.state === 'failed');
  const from = holds ? Math.max(failed, releaseSteps.indexOf('push')) : 0;
  await resetSteps(tx, number, releaseSteps.slice(from));
  await changeRelease(tx, number, {
    state: holds ? 'approved' : 'preparing',
    attempt: release.attempt + 1,
    opened_at: at,
    cancel_requested: null,
    switching: false,
    ending: null,
    ended_at: null,
    ...(holds ? {} : { approval: null, take_over: takeOver ?? null }),
  });
  await append(tx, {
    at,
    actor: by,
    action: 'release.retried',
    subject: `release/${number}`,
    key: stepKey(number, `retried/${release.attempt + 1}`),
    data: {
      from: releaseSteps[from] ?? 'check',
      sameApproval: holds,
      ...(takeOver && { takeOver: takeOver.reason }),
    },
  });
  return lockRelease(tx, number);
}
