import { approvalsMissing } from '../../domain/release/deciders';
import type { Release } from '../../domain/release/release';
import { stepTitles } from '../../domain/release/steps';
import { type Phrase, say } from '../elements/phrase';
import { sayInstant } from '../words/instant';
import type { People } from '../words/people';
import { sayDeciders } from './approval';

/** Why an open release is not over yet, and for whom it waits. */
export function sayStanding(release: Release, people: People): Phrase {
  const running = release.steps.find((record) => record.state === 'running');
  if (release.state !== 'waiting' || !release.approval)
    return running ? say`${stepTitles[running.step]} is running` : say`${release.state}`;
  const missing = approvalsMissing(release);
  const deciders = sayDeciders(release, people, false);
  const whom = deciders.length === 0 ? say`nobody who is left to decide` : deciders;
  return say`waits for ${missing === 1 ? 'one approval' : `${missing} approvals`} by ${whom}, until ${sayInstant(release.approval.expiresAt)}`;
}
