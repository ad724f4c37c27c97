import fc from 'fast-check';
import { renderHistoryCard } from '../../cards/history-card';
import { renderHelpCard, renderCommandHelpCard } from '../../cards/help-card';
import { milestoneOf, renderMilestoneCard } from '../../cards/milestone-card';
import { renderRefusalCard } from '../../cards/refusal-card';
import { renderRegistrationCard } from '../../cards/registration-card';
import { renderReleaseCard, type ReleaseView } from '../../cards/release-card';
import { renderStatusCard } from '../../cards/status-card';
import { cardVerbs } from '../../cards/verbs';
import { renderVersionsCard } from '../../cards/versions-card';
import type { Card } from '../../domain/ports/chat';
import type { Release } from '../../domain/release/release';
import { releaseStates as stateNames } from '../../domain/release/states';
import { releaseSteps } from '../../domain/release/steps';
import { cardFaults } from '../support/card-rules';
import { registration } from './answer-fixture';
import { approval, approvedByAna, dana, digest, evidence, servingV3, view, waiting } from './release-fixture';

const known = { verbs: cardVerbs, dataKeys: ['release', 'revision', 'shown'] };
const limit = 24 * 1024;

/** Each makes a text as long in a card as it can: four-byte characters, and characters that have to be escaped. */
const worst = ['\u{1f9ea}', '*', '"', '漢', '<at>', 'ä\n', '\u202e', '{{DATE(2026-01-01)}}', '&lt;'];

function longText(piece: string): string {
  return piece.repeat(20_000 / piece.length);
}

/** A release in which everything that comes from outside is as long and as odd as it can be. */
function hostileRelease(text: string, state: Release['state'], kind: Release['kind']): ReleaseView {
  const many = Array.from({ length: 2_000 }, () => text);
  const approvers = Array.from({ length: 200 }, (_, index) => `${index}`.padStart(8, '0') + dana.slice(8));
  const decisions = approvers.map((person) => ({ ...approvedByAna, person, reason: text }));
  const release: Release = {
    ...waiting,
    state,
    kind,
    project: text,
    environment: text,
    version: text,
    reason: text,
    requester: { kind: 'local', user: text },
    steps: releaseSteps.map((step, index) => ({
      step,
      state: (['done', 'failed', 'running', 'open', 'skipped'] as const)[index % 5] ?? 'open',
      detail: text,
      startedAt: waiting.requestedAt,
      endedAt: waiting.requestedAt,
    })),
    evidence: {
      ...evidence,
      contract: { breaking: many, changes: many, inputs: 1e9 },
      declaredMetrics: many.map((name) => ({ name, value: Number.NaN, dataset: text, rows: 1e9 })),
      notes: many,
    },
    image: { digest: digest('77'), bytes: Number.MAX_SAFE_INTEGER, base: text },
    plan: { digest: digest('9b'), lines: many },
    previous: { ...servingV3, version: text },
    approval: { ...approval, quorum: 150, approvers, decisions: decisions.slice(0, 100) },
    endpoint: { address: text, curl: text.slice(0, 2000) },
    verified: { rows: 1e9, golden: true, maxDifference: Number.NaN },
    cancelRequested: { by: approvers[0] ?? dana, at: waiting.requestedAt },
    ending: { code: 'stage_timed_out', details: { release: text, seconds: text, detail: text, got: digest('1') } },
    endedAt: 'no time at all',
  };
  const people = Object.fromEntries(approvers.map((id) => [id, text]));
  return view(release, {
    title: text,
    people,
    serving: { ...servingV3, version: text },
    mayRetry: true,
    fullRecord: 'history r17',
  });
}

function expectSound(card: Card): void {
  expect(cardFaults(card.json, known)).toEqual([]);
  expect(Buffer.byteLength(card.text)).toBeLessThanOrEqual(limit);
}

describe('cards of hostile texts', () => {
  /** The states whose cards hold the most. */
  const fullest = ['waiting', 'approved', 'serving', 'rejected', 'failed'] as const;
  const cases = worst.flatMap((piece) => fullest.map((state) => [JSON.stringify(piece), state, piece] as const));

  it.each(cases)('release card: 20,000 times %s in state %s stays sound and below 24 KB', (_, state, piece) => {
    const hostile = hostileRelease(longText(piece), state, 'deploy');
    expectSound(renderReleaseCard(hostile));
    const milestone = milestoneOf(hostile);
    if (milestone) expectSound(renderMilestoneCard(hostile, milestone));
  });

  it.each(worst.map((piece) => [JSON.stringify(piece), piece] as const))(
    'answers: 20,000 times %s stay sound and below 24 KB',
    (_, piece) => {
      const text = longText(piece);
      const many = Array.from({ length: 60 }, () => text);
      const { release } = hostileRelease(text, 'waiting', 'deploy');
      const column = { name: text, type: 'text' as const };
      const columns = many.map(() => column);
      expectSound(
        renderRegistrationCard({
          ...registration,
          title: text,
          label: text,
          registeredBy: text,
          manifest: {
            ...registration.manifest,
            tool: { name: text, version: text },
            algorithm: text,
            contract: { inputs: columns, outputs: columns, outcome: { name: text, event: text } },
            call: { ...registration.manifest.call, signature: text },
            notes: many,
            declaredMetrics: many.map((name) => ({ name, value: 1, dataset: text })),
          },
          champion: { label: text, difference: { breaking: many, changes: many } },
          environments: many.map((name) => ({
            name,
            refusal: { code: 'op_not_supported', details: { op: text, runner: text } },
          })),
        }),
      );
      expectSound(
        renderVersionsCard({
          title: text,
          versions: many.map((label) => ({
            label,
            packageDigest: digest('1'),
            format: 'sas',
            registeredBy: text,
            registeredAt: 'never',
            metric: { name: text, value: 1, dataset: text },
            servesIn: many,
          })),
          total: 60,
          champion: text,
          challenger: text,
        }),
      );
      expectSound(
        renderStatusCard({
          title: text,
          environments: many.map((name) => ({
            name,
            leading: true,
            serving: { ...servingV3, version: text },
            address: text,
            open: release,
          })),
          people: {},
          now: waiting.requestedAt,
        }),
      );
      const ended: Release = { ...release, state: 'failed' };
      expectSound(
        renderHistoryCard({ title: text, releases: many.map(() => ended), total: 60, people: { [dana]: text } }),
      );
      expectSound(
        renderHelpCard({
          title: text,
          botName: text,
          commands: many.map((usage) => ({ usage, summary: text })),
        }),
      );
      expectSound(renderCommandHelpCard({ command: text, lines: many }));
      expectSound(renderRefusalCard({ code: 'release_open', details: { release: text, version: text, state: text } }));
    },
  );

  it('release card: any text may stand anywhere', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.constantFrom(...worst));
    const kinds = fc.constantFrom('deploy' as const, 'rollback' as const);
    const property = fc.property(text, fc.constantFrom(...stateNames), kinds, (piece, state, kind) => {
      expectSound(renderReleaseCard(hostileRelease(piece, state, kind)));
    });
    fc.assert(property, { numRuns: 25 });
  });

  it('release card: says how much it left out, and where the rest is', () => {
    const card = renderReleaseCard(hostileRelease(longText('x'), 'waiting', 'deploy'));
    expect(card.text).toContain('… 1992 more: type "history r17"');
    expect(card.text).toMatch(/… \(\d+ more characters\)/);
  });
});
