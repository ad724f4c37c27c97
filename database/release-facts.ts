import type { Instant, Release, ServingRecord } from '../domain/release/release';
import { approvalHolds } from '../domain/release/approval-holds';
import { currentPolicy } from '../domain/release/current-policy';
import type { Comparison } from '../domain/retraining/retraining';
import type { Tx } from './database';
import { findPeople } from './people';
import { getProject } from './projects';
import { getRelease } from './releases';
import { findRetrainingOf } from './retrainings';
import { findServing } from './servings';

/** All that a release's card is drawn from, as of now. */
export interface ReleaseFacts {
  readonly release: Release;
  readonly title: string;
  /** Directory object id → name: of the channel where it knows the person, else of the project file. */
  readonly people: Readonly<Record<string, string>>;
  readonly serving?: ServingRecord;
  /** The retraining that made the version, and what its gate measured. */
  readonly retrained?: { readonly retraining: number; readonly comparison: Comparison };
  readonly mayRetry: boolean;
}

export async function readReleaseFacts(tx: Tx, number: number, now: Instant): Promise<ReleaseFacts> {
  const release = await getRelease(tx, number);
  const { file } = await getProject(tx, release.project);
  const serving = await findServing(tx, release.project, release.environment);
  const made = await findRetrainingOf(tx, release.project, release.version);
  const channelPeople = await findPeople(tx, peopleOf(release));
  const names = Object.fromEntries(Object.entries(channelPeople).map(([id, person]) => [id, person.name]));
  return {
    release,
    title: file.project,
    people: { ...file.people, ...names },
    mayRetry: release.state === 'failed' && approvalHolds(release, serving, now, currentPolicy(file, release)),
    ...(serving ? { serving } : {}),
    ...(made?.comparison ? { retrained: { retraining: made.number, comparison: made.comparison } } : {}),
  };
}

/** Everybody whom a card of the release may name. */
function peopleOf(release: Release): string[] {
  const { approval, requester, modeller, cancelRequested, takeOver } = release;
  const requesters = requester.kind === 'person' ? [requester.objectId] : [];
  const deciders = [...(approval?.approvers ?? []), ...(approval?.decisions.map((decision) => decision.person) ?? [])];
  const others = [cancelRequested, takeOver].flatMap((asked) => (asked ? [asked.by] : []));
  return [modeller, ...requesters, ...deciders, ...others];
}
