import type { Instant, Release } from '../../domain/release/release';
import { type Block, item, paragraph, row } from '../document';
import { codeBlock } from '../elements/code-block';
import { cutText } from '../elements/cut-text';
import { code, type Phrase, say } from '../elements/phrase';
import { sayDuration } from '../words/duration';
import { sayVerification } from './evidence';
import { sayServing } from './serving-now';
import { type ReleaseView, releaseNames, versionName } from './view';

const addressBytes = 400;
/** Of the whole element: the line is in it twice, once for clients without code blocks. */
const commandBytes = 3000;

/** What serves now, where to score it, how it was verified, and the way back. */
export function servingBlocks(view: ReleaseView): readonly Block[] {
  const { release } = view;
  const { environment } = releaseNames(view);
  const { endpoint, previous } = release;
  return [
    paragraph(sayServing(view)),
    ...(endpoint
      ? [
          row('Address', say`${cutText(endpoint.address, addressBytes)} (it stays the same over releases)`),
          ...commandBlocks(endpoint.curl, view.fullRecord),
        ]
      : []),
    row('Verified', sayVerification(view)),
    row('It took', sayLength(release)),
    ...(previous ? [item(sayWayBack(release.kind, environment, versionName(previous.version)), 'quiet')] : []),
  ];
}

/** A command that were cut would not work, so a very long one is left to the record. */
function commandBlocks(line: string, fullRecord: string): readonly Block[] {
  if (line.trim() === '') return [];
  if (new TextEncoder().encode(JSON.stringify(codeBlock(line))).length > commandBytes)
    return [paragraph(say`The command to score a row is too long for a card: type ${code(fullRecord)}.`)];
  return [paragraph(say`To score a row, run:`), { kind: 'command', line }];
}

/** A second rollback goes further back, never forth again, so what was rolled back is deployed anew. */
function sayWayBack(kind: Release['kind'], environment: string, previous: string): Phrase {
  if (kind === 'rollback') return say`${code(`deploy ${previous} to ${environment}`)} asks for ${previous} again.`;
  return say`${code(`rollback ${environment} -- reason`)} goes back to ${previous}.`;
}

function sayLength(release: Release): Phrase {
  const end = release.endedAt;
  if (end === undefined) return say`an unknown time`;
  const approved = lastApproval(release);
  const whole = say`${sayDuration(release.requestedAt, end)} from the request to serving`;
  return approved === undefined ? whole : say`${whole}, ${sayDuration(approved, end)} of it after the approval`;
}

function lastApproval({ approval }: Release): Instant | undefined {
  return approval?.decisions.filter((decision) => decision.verb === 'approve').at(-1)?.decidedAt;
}
