import { isDigest, shortDigest } from '../../domain/digest';
import type { Release, StepRecord } from '../../domain/release/release';
import { isOpen } from '../../domain/release/states';
import { releaseSteps, type StepState, stepTitles } from '../../domain/release/steps';
import { type Block, item, row, section } from '../document';
import { cutText } from '../elements/cut-text';
import { type Phrase, say, sign } from '../elements/phrase';
import { sayDuration } from '../words/duration';

const detailBytes = 160;
const foundBytes = 80;

/** The steps by how far they are, in words; the sign beside them adds nothing. */
export function stepBlocks(release: Release): Block[] {
  const done = titles(release, 'done');
  const open = titles(release, 'open');
  const skipped = titles(release, 'skipped');
  const ended = !isOpen(release.state) && release.state !== 'serving';
  return [
    section('Steps'),
    ...(done === '' ? [] : [item(say`${sign('✓')}Done: ${done}`)]),
    ...(skipped === '' ? [] : [item(say`Not needed: ${skipped}`)]),
    ...records(release, 'failed').map((record) => item(say`${sign('✗')}Failed: ${withDetail(record)}`, 'bad')),
    ...records(release, 'running').map((record) =>
      item(say`${sign('▸')}${ended ? 'Interrupted' : 'Now'}: ${withDetail(record)}`),
    ),
    ...(open === '' ? [] : [item(say`${ended ? 'Not run' : 'Still to come'}: ${open}`, 'quiet')]),
  ];
}

/** How many steps need no more work, for the bar beside the words. */
export function progressBlock(release: Release): Block {
  const over = release.steps.filter((record) => record.state === 'done' || record.state === 'skipped');
  const of = releaseSteps.length;
  return { kind: 'progress', done: over.length, of, said: `${over.length} of ${of} steps done` };
}

/** What each finished step found, and how long it took. */
export function stepDetailBlocks(release: Release): Block[] {
  const known = release.steps.filter(({ state, detail, endedAt }) => state !== 'open' && (detail ?? endedAt));
  if (known.length === 0) return [];
  return [section('Steps in full'), ...known.map((record) => row(stepTitles[record.step], sayRecord(record)))];
}

function sayRecord({ detail, startedAt, endedAt, state }: StepRecord): Phrase {
  const found = detail === undefined ? state : cutText(shortenDigests(detail), foundBytes);
  return startedAt === undefined || endedAt === undefined
    ? say`${found}`
    : say`${found} (${sayDuration(startedAt, endedAt)})`;
}

/** The digests stand in full above the steps. */
function shortenDigests(detail: string): string {
  return detail.replace(/sha256:[0-9a-f]{64}/g, (digest) => (isDigest(digest) ? shortDigest(digest) : digest));
}

function records(release: Release, state: StepState): readonly StepRecord[] {
  return release.steps.filter((record) => record.state === state);
}

function titles(release: Release, state: StepState): string {
  return records(release, state)
    .map((record) => stepTitles[record.step])
    .join(', ');
}

function withDetail({ step, detail }: StepRecord): string {
  return detail === undefined ? stepTitles[step] : `${stepTitles[step]}, ${cutText(detail, detailBytes)}`;
}
