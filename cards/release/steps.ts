import type { Release, StepRecord } from '../../domain/release/release';
import { isOpen } from '../../domain/release/states';
import { releaseSteps, type StepState, stepTitles } from '../../domain/release/steps';
import { type Block, item, section } from '../document';
import { cutText } from '../elements/cut-text';
import { say, sign } from '../elements/phrase';

const detailBytes = 240;

/** The steps by how far they are, in words; the sign beside them adds nothing. */
export function stepBlocks(release: Release): Block[] {
  const done = titles(release, 'done');
  const open = titles(release, 'open');
  const skipped = titles(release, 'skipped');
  const ended = !isOpen(release.state);
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
  return { kind: 'progress', done: over.length, of: releaseSteps.length };
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
