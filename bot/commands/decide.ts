import type { ChatAnswer } from '../teams/chat-event';
import { readReleaseFacts } from '../../database/release-facts';
import { adoptCard } from '../../database/cards';
import { recordClick } from '../../database/clicks';
import { findRelease } from '../../database/releases';
import { renderReleaseCard } from '../../cards/release-card';
import { isStewardError, StewardError } from '../../domain/errors';
import { parseReleaseName, releaseName } from '../../domain/ids';
import type { Message } from '../../domain/ports/chat';
import { decide, type DecisionOutcome } from '../../domain/release/decide';
import { type Release, runOf } from '../../domain/release/release';
import { isOpen } from '../../domain/release/states';
import type { BotDependencies, Command, CommandCall } from './command';

/** How long a click waits for a worker; channels give up after ten seconds, people sooner. */
const waitForWorkerMs = 1_500;

export const approve = decisionCommand('approve', 'Approve a release that waits for you');
export const reject = decisionCommand('reject', 'Reject a release that waits for you');

function decisionCommand(verb: 'approve' | 'reject', summary: string): Command {
  return {
    spec: {
      name: verb,
      permission: verb,
      arguments: [
        { name: 'release', kind: 'release', required: true, summary: 'the release' },
        { name: 'shown', kind: 'hash', required: true, summary: 'the characters its card shows' },
      ],
      flags: [],
      reason: 'required',
      examples: [`${verb} r17 8c1f -- ${verb === 'approve' ? 'evidence reviewed' : 'the contract breaks our client'}`],
      summary,
      details:
        'The characters are on the card: they bind your decision to what it shows.\nWho asked for a release, registered its version or asked for the retraining that made it, cannot decide on it.',
    },
    run: (deps, call) => runDecision(deps, call, verb),
  };
}

/** Records the click first, then has it judged: with no worker up it is kept, with its time, and judged when one is. */
async function runDecision(deps: BotDependencies, call: CommandCall, verb: 'approve' | 'reject'): Promise<ChatAnswer> {
  const { args } = call.invocation;
  const number = parseReleaseName(args['release'] ?? '') ?? 0;
  const release = await findRelease(deps.database, number);
  if (!release) throw new StewardError('release_unknown', { release: releaseName(number), project: 'any project' });
  const click = await recordClick(deps.database, {
    key: call.deliveryKey,
    onRelease: number,
    release: number,
    person: call.user.objectId,
    verb,
    shown: args['shown'] ?? '',
    reason: call.invocation.reason ?? '',
    clickedAt: call.receivedAt,
    ...(call.button?.revision === undefined ? {} : { cardRevision: call.button.revision }),
  });
  if (call.button) await adoptCard(deps.database, `release/${number}`, call.button.activityId);
  const outcome = click.outcome ?? (await haveJudged(deps, release, click.id, call));
  if (outcome === 'recorded') return { message: { kind: 'text', text: recordedText(number) } };
  if (!outcome.accepted) throw new StewardError(outcome.code, outcome.details);
  const message = { kind: 'text', text: acceptedText(number, verb, outcome) } as const;
  return { message, card: await currentCard(deps, number) };
}

async function haveJudged(
  deps: BotDependencies,
  release: Release,
  click: number,
  call: CommandCall,
): Promise<DecisionOutcome | 'recorded'> {
  const answer = await deps.releases.decide(runOf(release), click, waitForWorkerMs).catch((error: unknown) => {
    // The click is recorded: the sweep has it judged when the engine is back.
    if (isStewardError(error) && error.code === 'engine_away') return { kind: 'recorded' } as const;
    throw error;
  });
  if (answer.kind === 'judged') return answer.outcome;
  if (answer.kind === 'recorded') return 'recorded';
  // The run is over, so nothing is decided any more; the same rule says why.
  const { args, reason } = call.invocation;
  const ended = (await findRelease(deps.database, release.number)) ?? release;
  // Its run is gone, but it is still open: the sweep will see to it, and to this click.
  if (isOpen(ended.state)) return 'recorded';
  const asked = {
    release: release.number,
    person: call.user.objectId,
    verb: call.invocation.command === 'approve' ? ('approve' as const) : ('reject' as const),
    shown: args['shown'] ?? '',
    reason: reason ?? '',
    clickedAt: call.receivedAt,
  };
  const nobody = { approvers: [], quorum: Number.MAX_SAFE_INTEGER, retrained: false, names: {} };
  const outcome = decide(ended, asked, { ...nobody, subjectUnchanged: false });
  return outcome.accepted
    ? {
        accepted: false,
        code: 'approval_not_waiting',
        details: { release: releaseName(release.number), state: ended.state },
      }
    : outcome;
}

function recordedText(number: number): string {
  return `Your decision on ${releaseName(number)} is recorded with its time, and waits: no worker answers just now. It counts when one does; that is neither yes nor no yet.`;
}

function acceptedText(
  number: number,
  verb: 'approve' | 'reject',
  outcome: Extract<DecisionOutcome, { accepted: true }>,
): string {
  const name = releaseName(number);
  if (verb === 'reject') return `${name} is rejected. What serves now goes on serving.`;
  if (outcome.missing === 0) return `You approved ${name}. It is being released now; its card shows how far it is.`;
  return `You approved ${name}; it needs ${outcome.missing} more.`;
}

/** A release's card as of now, for the person who pressed a button on an older one. */
export async function currentCard(deps: BotDependencies, number: number): Promise<Message> {
  const now = deps.now();
  const facts = await readReleaseFacts(deps.database, number, now);
  return { kind: 'card', card: renderReleaseCard({ ...facts, now, fullRecord: `history ${releaseName(number)}` }) };
}
