import { releaseState } from '../cards/release/state';
import { termIsOver } from '../cards/release/view';
import { listRetrainingSteps, type RetrainingStepShown } from '../cards/retraining/steps';
import { retrainingState } from '../cards/retraining/title';
import { actorName, type People, personName } from '../cards/words/people';
import { releaseName, releaseWorkflowId, retrainingName, retrainingWorkflowId } from '../domain/ids';
import { shownCharacters } from '../domain/release/decide';
import { openDeciders, whyBarred } from '../domain/release/deciders';
import type { Instant, Release, StepRecord } from '../domain/release/release';
import { isOpen } from '../domain/release/states';
import { stepTitles } from '../domain/release/steps';
import type { Retraining } from '../domain/retraining/retraining';

/** A release as programs see it; `now` tells whether its term for a decision is over. */
export function releaseBody(release: Release, people: People, now: Instant): object {
  const { number, version, state, requester, requestedAt, endedAt, project, environment, steps, approval } = release;
  return {
    name: releaseName(number),
    version,
    state,
    stateWords: releaseState({ release, now }).text,
    requestedBy: actorName(people, requester),
    requestedAt,
    endedAt: endedAt ?? null,
    /** What one types after `approve r17`, while it waits. */
    shown: state === 'waiting' && approval ? shownCharacters(approval.shown) : null,
    workflowId: releaseWorkflowId(project, environment),
    approval: approvalBody(release, people, now),
    steps: steps.map((step) => ({
      name: stepTitles[step.step],
      state: stepState(step, state),
      ...(step.detail === undefined ? {} : { words: step.detail }),
    })),
  };
}

/** For whom a release waits, as its card names them; null while no decision is taken. */
function approvalBody(release: Release, people: People, now: Instant): object | null {
  const { state, approval, requester, modeller } = release;
  if (state !== 'waiting' || !approval || termIsOver({ release, now })) return null;
  const approved = approval.decisions.filter(({ verb }) => verb === 'approve');
  const involved = new Set([...(requester.kind === 'person' ? [requester.objectId] : []), modeller]);
  return {
    needed: approval.quorum,
    approvedBy: approved.map(({ person }) => personName(people, person)),
    mayDecide: openDeciders(release).map((person) => personName(people, person)),
    mayNot: [...involved].map((person) => ({ name: personName(people, person), why: whyBarred(release, person) })),
  };
}

function stepState({ step, state }: StepRecord, of: Release['state']): string {
  if (state === 'open') return 'todo';
  if (state !== 'running') return state;
  if (step === 'approve' && of === 'waiting') return 'waiting';
  // Nothing of what has ended runs. Its last step, Record, goes on while the release serves.
  if (isOpen(of) || of === 'serving') return 'running';
  return of === 'failed' ? 'failed' : 'skipped';
}

/** A retraining as programs see it. */
export function retrainingBody(retraining: Retraining): object {
  const { number, state, requestedAt, endedAt, project, environment, version, release } = retraining;
  return {
    name: retrainingName(number),
    state,
    stateWords: retrainingState({ retraining }).text,
    requestedAt,
    endedAt: endedAt ?? null,
    version: version ?? null,
    release: release === undefined ? null : releaseName(release),
    workflowId: retrainingWorkflowId(project, environment),
    steps: listRetrainingSteps(retraining).map(({ title, state: step, detail }) => ({
      name: title,
      state: retrainingStepState(step, state),
      ...(detail === undefined ? {} : { words: detail }),
    })),
  };
}

function retrainingStepState(step: RetrainingStepShown['state'], of: Retraining['state']): string {
  if (step === 'open') return 'todo';
  if (step !== 'stopped') return step;
  return of === 'cancelled' ? 'skipped' : 'failed';
}
