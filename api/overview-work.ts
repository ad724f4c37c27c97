import { releaseState } from '../cards/release/state';
import { listRetrainingSteps, type RetrainingStepShown } from '../cards/retraining/steps';
import { retrainingState } from '../cards/retraining/title';
import { actorName, type People } from '../cards/words/people';
import { releaseName, releaseWorkflowId, retrainingName, retrainingWorkflowId } from '../domain/ids';
import { shownCharacters } from '../domain/release/decide';
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
    steps: steps.map((step) => ({
      name: stepTitles[step.step],
      state: stepState(step, state),
      ...(step.detail === undefined ? {} : { words: step.detail }),
    })),
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
