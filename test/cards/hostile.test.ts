import fc from 'fast-check';
import { type AlertView, renderAlertCard } from '../../cards/alert-card';
import { renderAlertMilestoneCard } from '../../cards/alert-milestone-card';
import { renderAllIsWellCard } from '../../cards/all-is-well-card';
import { renderEvaluationCard } from '../../cards/evaluation-card';
import { renderHistoryCard } from '../../cards/history-card';
import { renderHelpCard, renderCommandHelpCard } from '../../cards/help-card';
import { milestoneOf, renderMilestoneCard } from '../../cards/milestone-card';
import { renderPerformanceCard } from '../../cards/performance-card';
import { renderRefusalCard } from '../../cards/refusal-card';
import { renderRegistrationCard } from '../../cards/registration-card';
import { renderReleaseCard, type ReleaseView } from '../../cards/release-card';
import { renderRetrainingCard, renderRetrainingRecord, type RetrainingView } from '../../cards/retraining-card';
import { renderRetrainingMilestoneCard } from '../../cards/retraining-milestone-card';
import { renderStatusCard } from '../../cards/status-card';
import { cardVerbs } from '../../cards/verbs';
import { renderVersionsCard } from '../../cards/versions-card';
import { judgementAlertKinds } from '../../domain/monitoring/alert';
import type { Evaluation } from '../../domain/monitoring/evaluation';
import type { Card } from '../../domain/ports/chat';
import type { Release } from '../../domain/release/release';
import { releaseStates as stateNames } from '../../domain/release/states';
import { releaseSteps } from '../../domain/release/steps';
import { type Comparison, type RetrainingState, retrainingStates } from '../../domain/retraining/retraining';
import { cardFaults } from '../support/card-rules';
import { registration } from './answer-fixture';
import { alert, alertView, breach, monitoring, result } from './monitoring-fixture';
import { approval, approvedByAna, dana, digest, evidence, servingV3, view, waiting } from './release-fixture';
import { candidate, comparison, dataset, retraining, retrainingView } from './retraining-fixture';

const known = {
  verbs: cardVerbs,
  dataKeys: ['release', 'alert', 'retraining', 'revision', 'shown', 'version', 'environment'],
};
const { metrics = fail() } = candidate;

function fail(): never {
  throw new RangeError('the candidate of the fixture has no metrics');
}
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

/** Alerts, evaluations and retrainings whose every text from outside is as long and as odd as it can be. */
function expectMonitoringSound(text: string): void {
  const many = Array.from({ length: 60 }, () => text);
  // Object ids are checked where they come in; the names are whatever people call themselves.
  const ids = many.map((_, index) => `${index}`.padStart(8, '0') + dana.slice(8));
  const people = Object.fromEntries(ids.map((id) => [id, text]));
  const by = ids[0] ?? dana;
  const why: Evaluation['why'] = {
    code: 'evaluation_failed',
    details: { version: text, environment: text, what: text },
  };
  const shifts = many.map((input) => ({ input, psi: 1, chance: 0 }));
  const evaluation: Evaluation = { ...breach, project: text, environment: text, version: text, why, askedBy: by };
  const shown = {
    ...evaluation,
    result: { ...result, shifts, early: 1e9, invalid: 1e9, lost: 1e9, elsewhere: 1e9, taken: 1e9, late: 1e9 },
  };
  const unjudged: Evaluation = { ...shown, state: 'failed' };
  const snoozed = { by, at: text, until: text, reason: text };
  const held = { ...retraining, environment: text, state: 'training' } as const;
  const alerts = many.map(() => ({ ...alert, environment: text, version: text }));
  for (const kind of judgementAlertKinds)
    for (const state of ['open', 'snoozed'] as const) {
      const one: AlertView = alertView({
        alert: { ...alert, kind, state, environment: text, version: text, snoozed, acknowledged: snoozed },
        title: text,
        evaluation: kind === 'decay' ? shown : unjudged,
        trend: many.map(() => shown),
        lastGood: shown,
        people,
        room: state === 'open' ? { may: true } : { may: false, why: text },
      });
      expectSound(renderAlertCard(one));
      expectSound(renderAlertMilestoneCard(one, 'raised', ids));
    }
  for (const one of [shown, unjudged]) {
    expectSound(renderEvaluationCard({ evaluation: one, title: text, people, monitoring }));
    const environments = many.map((name) => ({
      name,
      serving: { ...servingV3, version: text },
      evaluations: many.map(() => one),
      open: { number: 7, rows: 3, firstAt: text, lastAt: text },
      alerts,
      retraining: held,
    }));
    expectSound(renderPerformanceCard({ title: text, version: text, monitoring, environments, now: text }));
  }
  expectSound(renderAllIsWellCard({ evaluation: shown, title: text, people, threshold: 0.45, watchers: ids }));
}

function hostileRetraining(text: string, state: RetrainingState): RetrainingView {
  const many = Array.from({ length: 60 }, () => text);
  const why: Comparison['why'] = { code: 'gate_better', details: { champion: text, candidate: text, serving: text } };
  const figures = { ...comparison.champion, version: text };
  return retrainingView(
    {
      state,
      environment: text,
      reason: text,
      requester: { kind: 'local', user: text },
      dataset: { ...dataset, windows: many.map((_, index) => index) },
      candidate: {
        ...candidate,
        metrics: {
          ...metrics,
          algorithm: text,
          parameters: Object.fromEntries(many.map((name, index) => [`${name}${index}`, Number.NaN])),
          split: { ...metrics.split, said: text },
          metrics: many.map((name) => ({ name, value: 1, dataset: text })),
        },
      },
      comparison: { ...comparison, why, champion: figures, overlap: { candidate: 1e9 } },
      version: text,
      cancelRequested: { by: dana, at: text },
      ending: { code: 'candidate_refused', details: { why: text } },
      endedAt: text,
    },
    { title: text, people: { [dana]: text }, limits: many, intendedUse: text, mayRequestRelease: true },
  );
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
            images: { project: text, environment: name, release: 1, version: text, away: text },
          })),
          people: {},
          now: waiting.requestedAt,
        }),
      );
      for (const state of ['failed', 'serving'] as const) {
        const releases = many.map((): Release => ({ ...release, state }));
        const retrainings = many.map(() => hostileRetraining(text, 'registered').retraining);
        expectSound(renderHistoryCard({ title: text, releases, total: 60, retrainings, people: { [dana]: text } }));
      }
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

  it.each(worst.map((piece) => [JSON.stringify(piece), piece] as const))(
    'monitoring: 20,000 times %s stay sound and below 24 KB',
    (_, piece) => {
      const text = longText(piece);
      expectMonitoringSound(text);
      for (const state of retrainingStates) {
        const hostile = hostileRetraining(text, state);
        expectSound(renderRetrainingCard(hostile));
        expectSound(renderRetrainingRecord(hostile));
        expectSound(renderRetrainingMilestoneCard(hostile, [dana]));
      }
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
