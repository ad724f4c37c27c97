import type { ReasonCode } from '../reasons';
import { releaseName } from '../ids';
import { chooseAmong } from './choose-among';
import type { CurrentPolicy } from './current-policy';
import { approvalsMissing, openDeciders, whyBarred } from './deciders';
import type { Instant, Release } from './release';

export interface Click {
  readonly release: number;
  readonly person: string;
  readonly verb: 'approve' | 'reject';
  readonly reason: string;
  /** The hash on the clicked card, or the leading characters of it that were typed (at least 4 hex digits). */
  readonly shown: string;
  /** When the bot received it, by its own clock. */
  readonly clickedAt: Instant;
}

/** The policy of the project file that is applied at the moment of the decision, not when the card was posted. */
export interface DecisionPolicy extends CurrentPolicy {
  /** Whether image, package and plan are still what is shown. */
  readonly subjectUnchanged: boolean;
  /** A retraining made the version: its modeller is who asked for that, and registered nothing. */
  readonly retrained: boolean;
  /** Directory object id → name, to tell who is refused who can decide. */
  readonly names: Readonly<Record<string, string>>;
}

export type DecisionOutcome =
  | { readonly accepted: true; readonly state: 'waiting' | 'approved' | 'rejected'; readonly missing: number }
  | {
      readonly accepted: false;
      readonly code: ReasonCode;
      readonly details: Readonly<Record<string, string | number>>;
    };

/**
 * Who may decide, and what the decision does: the one rule for buttons, typed commands and the fallback signal.
 * Four eyes: requester, modeller and decider are different people; each person decides once; a rejection ends it;
 * `quorum` approvals by distinct people approve it. Click time, not arrival, is compared with the expiry.
 */
export function decide(release: Release, click: Click, policy: DecisionPolicy): DecisionOutcome {
  const refusal = findRefusal(release, click, policy);
  if (refusal) return { accepted: false, ...refusal };
  if (click.verb === 'reject') return { accepted: true, state: 'rejected', missing: 0 };
  const approvals = (release.approval?.decisions ?? []).filter(
    (decision) => decision.verb === 'approve' && policy.approvers.includes(decision.person),
  ).length;
  const missing = Math.max(0, policy.quorum - approvals - 1);
  return { accepted: true, state: missing === 0 ? 'approved' : 'waiting', missing };
}

type Refusal = { code: ReasonCode; details: Record<string, string | number> };

function findRefusal(release: Release, click: Click, policy: DecisionPolicy): Refusal | undefined {
  const name = releaseName(release.number);
  const approval = release.approval;
  const refuse = (code: ReasonCode, details: Record<string, string | number> = {}): Refusal => ({
    code,
    details: { release: name, ...details },
  });
  if (click.release !== release.number) return refuse('approval_other_release', { card: releaseName(click.release) });
  const earlier = approval?.decisions.find((decision) => decision.person === click.person);
  if (earlier?.verb === click.verb)
    return refuse('approval_repeated', { verb: pastTense[click.verb], at: earlier.clickedAt });
  if (release.state !== 'waiting' || !approval) return refuse('approval_not_waiting', { state: release.state });
  if (click.clickedAt >= approval.expiresAt) return refuse('approval_expired', { at: approval.expiresAt });
  const deciders = sayWhoCan(release, policy);
  const barred = whyBarred(release, click.person);
  if (barred === 'requester') return refuse('approver_is_requester', { deciders });
  if (barred === 'modeller')
    return refuse(policy.retrained ? 'approver_asked_retraining' : 'approver_is_modeller', {
      version: release.version,
      deciders,
    });
  if (!policy.approvers.includes(click.person)) return refuse('approver_not_listed', { deciders });
  if (earlier) return refuse('approval_repeated', { verb: pastTense[earlier.verb], at: earlier.clickedAt });
  if (!matchesShown(approval.shown, click.shown) || !policy.subjectUnchanged)
    return refuse('approval_outdated', { shown: shownCharacters(approval.shown) });
  if (click.reason.trim() === '')
    return refuse('approval_without_reason', { verb: click.verb, shown: shownCharacters(approval.shown) });
  return undefined;
}

/** People named in a refusal; the card has the others. */
const named = 3;

/** `Dana or Theo`, by the project file that is applied now: the start of a sentence. */
function sayWhoCan(release: Release, policy: DecisionPolicy): string {
  const approval = release.approval && { ...release.approval, ...policy };
  const people = openDeciders(approval ? { ...release, approval } : release);
  if (people.length === 0) return 'Nobody';
  const { before, last } = chooseAmong(approvalsMissing(approval ? { approval } : {}), people.length);
  const words = people.slice(0, named).map((person) => policy.names[person] ?? `person ${person.slice(0, 8)}`);
  if (people.length > named) words.push(people.length === named + 1 ? '1 other' : `${people.length - named} others`);
  const end = words.pop() ?? '';
  const list = words.length === 0 ? end : `${words.join(', ')} ${last} ${end}`;
  return `${before.charAt(0).toUpperCase()}${before.slice(1)}${list}`;
}

const pastTense = { approve: 'approved', reject: 'rejected' } as const;

/** How many characters of the shown hash people type; 16 bits tell two cards of one release apart. */
const typedCharacters = 4;

export function shownCharacters(shown: string): string {
  return shown.replace('sha256:', '').slice(0, typedCharacters);
}

function matchesShown(shown: string, given: string): boolean {
  const hex = given.toLowerCase().replace('sha256:', '');
  return hex.length >= typedCharacters && shown.replace('sha256:', '').startsWith(hex);
}
