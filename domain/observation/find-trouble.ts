import { releaseName } from '../ids';
import type { ReasonCode } from '../reasons';
import type { Difference, DifferenceKind, Inspection } from './inspection';
import type { Answered, Finding } from './observation';
import { limits } from './rules';

export interface Recorded {
  readonly release: number;
  readonly version: string;
  readonly environment: string;
}

const codes: Readonly<Record<DifferenceKind, ReasonCode>> = {
  traffic: 'drifted_traffic',
  image: 'drifted_image',
  gone: 'drifted_gone',
  scale: 'drifted_scale',
  other: 'drifted_other',
};

/** What is not as Steward applied it. */
export function findDrift(recorded: Recorded, { differences }: Inspection): readonly Finding[] {
  return differences.map((difference) => ({
    kind: 'drifted',
    code: codes[difference.about],
    details: { ...placeOf(recorded), what: `${difference.what}${sayWho(difference)}` },
  }));
}

/** What does not work as it should, whoever is to blame. */
export function findTrouble(
  recorded: Recorded,
  seen: Inspection,
  before: Inspection | undefined,
  answered: Answered | undefined,
): readonly Finding[] {
  const place = placeOf(recorded);
  const restarts = before === undefined ? 0 : seen.restarts - before.restarts;
  const { answers, errors } = answered ?? { answers: 0, errors: 0 };
  const found = (code: ReasonCode, details: Finding['details']): Finding => ({
    kind: 'degraded',
    code,
    details: { ...place, ...details },
  });
  return [
    ...(seen.ready < seen.wanted
      ? [found('degraded_not_ready', { ready: seen.ready, wanted: seen.wanted, why: whyOf(seen) })]
      : []),
    ...(restarts > 0 ? [found('degraded_restarts', { restarts })] : []),
    ...(answers >= limits.answers && errors >= answers * limits.errorShare
      ? [found('degraded_errors', { answers, errors })]
      : []),
  ];
}

function placeOf({ release, version, environment }: Recorded) {
  return { release: releaseName(release), version, environment };
}

function whyOf({ trouble }: Inspection): string {
  return trouble?.replace(/\.$/, '') ?? 'nothing says why';
}

/** Behind the sentence that says what differs. */
function sayWho({ by }: Difference): string {
  if (by === undefined) return '';
  const at = by.at === undefined ? '' : ` at ${by.at.slice(0, 16).replace('T', ' ')} UTC`;
  return ` Last written by ${by.name}${at}.`;
}
