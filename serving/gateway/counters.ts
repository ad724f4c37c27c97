import type { Instant } from '../../domain/release/release';
import type { GapReason } from '../../domain/scoring/scored-row';
import type { ShipperCounts } from './ship/start-shipper';

/** What `/-/counters` answers: rows since the gateway started, unless it says otherwise. */
export interface Counters {
  /** Requests that scored or should have, whatever the answer. */
  readonly answers: number;
  /** Those among them whose answer had a status of 500 or above: of the model, or because it did not answer. */
  readonly errors: number;
  /** In PostgreSQL, for the first time. */
  readonly recorded: number;
  /** Sent to PostgreSQL once more, after a kill or a lost answer, or scored before by another gateway. */
  readonly repeated: number;
  /** Scored again under a reference with the same inputs, and not recorded again. */
  readonly answeredAgain: number;
  /** Dead letters, as their reference has other inputs. */
  readonly conflicting: number;
  /** Requests that were refused for their references. */
  readonly refusedReferences: number;
  /** On disk now. */
  readonly spooled: { readonly rows: number; readonly bytes: number };
  /** Age of the oldest row that waits for PostgreSQL, in ms; 0 when none does. */
  readonly oldestUnshippedMs: number;
  readonly gaps: Readonly<Record<GapReason, number>>;
  readonly deadLetters: { readonly refused: number; readonly reference_taken: number };
  readonly shipping: { readonly state: 'flowing' | 'waiting'; readonly failures: number; readonly why?: string };
}

/** What is counted at requests. */
export const counted = [
  'answers',
  'errors',
  'answeredAgain',
  'refusedReferences',
  'disk_full',
  'other_call',
  'answer_unread',
] as const;
export type Counted = (typeof counted)[number];

export function composeCounters(
  at: Instant,
  requests: Readonly<Record<Counted, number>>,
  shipper: ShipperCounts,
  spooled: Counters['spooled'],
): Counters {
  const { disk_full, other_call, answer_unread, ...others } = requests;
  const oldest = shipper.oldestUnshipped;
  return {
    recorded: shipper.recorded,
    repeated: shipper.repeated,
    conflicting: shipper.conflicting,
    ...others,
    spooled,
    oldestUnshippedMs: oldest === undefined ? 0 : Math.max(0, Date.parse(at) - Date.parse(oldest)),
    gaps: { disk_full, other_call, answer_unread, spool_damaged: shipper.damaged },
    deadLetters: { refused: shipper.refused, reference_taken: shipper.conflicting },
    shipping: { state: shipper.state.failures === 0 ? 'flowing' : 'waiting', ...shipper.state },
  };
}
