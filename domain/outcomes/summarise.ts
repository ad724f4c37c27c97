import type { Instant } from '../release/release';
import type { OutcomeFate } from './classify';
import type { ImportSummary } from './import';
import type { PreparedDelivery, PreparedOutcome } from './prepare-delivery';

/** A delivered outcome with what becomes of it. */
export interface ClassifiedOutcome {
  readonly outcome: PreparedOutcome;
  readonly fate: OutcomeFate;
  /** When rows of its reference were scored, the first and the last; absent: no row has it. */
  readonly scored?: { readonly from: Instant; readonly to: Instant };
}

/** References of a kind that are named for whoever has to look. */
const namedReferences = 5;
const namedFates = ['contradicting', 'early', 'future', 'unmatched'] as const;

/** Counts what became of a delivery of so many rows. */
export function summarise(
  rows: number,
  { empty, repeated }: PreparedDelivery,
  classified: readonly ClassifiedOutcome[],
): ImportSummary {
  const count = (fate: OutcomeFate): number => classified.filter((one) => one.fate === fate).length;
  const accepted = classified.filter(({ fate }) => fate === 'accepted');
  const scored = periodOf(classified.filter(({ fate }) => fate === 'accepted' || fate === 'corrected'));
  return {
    rows,
    accepted: accepted.length,
    events: accepted.filter(({ outcome }) => outcome.event).length,
    unmatched: count('unmatched'),
    repeated: repeated + count('repeated'),
    corrected: count('corrected'),
    contradicting: count('contradicting'),
    early: count('early'),
    future: count('future'),
    ...(empty === 0 ? {} : { empty }),
    ...(scored ? { scored } : {}),
    examples: examplesOf(classified),
  };
}

function examplesOf(classified: readonly ClassifiedOutcome[]): ImportSummary['examples'] {
  const named = namedFates.map((fate) => {
    const references = classified.filter((one) => one.fate === fate).slice(0, namedReferences);
    return [fate, references.map(({ outcome }) => outcome.reference)] as const;
  });
  return Object.fromEntries(named.filter(([, references]) => references.length > 0));
}

function periodOf(classified: readonly ClassifiedOutcome[]): ImportSummary['scored'] {
  let [from, to] = ['', ''];
  for (const { scored } of classified) {
    if (!scored) continue;
    if (from === '' || scored.from < from) from = scored.from;
    if (scored.to > to) to = scored.to;
  }
  return from === '' ? undefined : { from, to };
}
