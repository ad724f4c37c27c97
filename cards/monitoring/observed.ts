import { type Block, item, paragraph, row } from '../document';
import { type Phrase, say } from '../elements/phrase';
import { counted } from '../words/count';
import { sayInstant } from '../words/instant';
import { saySeen } from '../words/observation';
import { sayReason } from '../words/reason';
import { sayRemoved } from './removed-environment';
import { alertNames, type ObservationAlertView } from './view';

const shownFindings = 5;

/** What is not as it should be, or was; and what was seen. */
export function observedBlocks({ alert }: ObservationAlertView): Block[] {
  const { observed, state } = alert;
  const { findings, seenAt, seen } = observed;
  const left = findings.length - shownFindings;
  return [
    ...findings
      .slice(0, shownFindings)
      .map(({ code, details }) => paragraph(sayReason(code, details).sentence, state === 'closed' ? 'plain' : 'bad')),
    ...(left > 0 ? [item(say`… and ${counted(left, 'more thing')}.`, 'quiet')] : []),
    row('Since', say`${sayInstant(observed.since)}`),
    ...(seen && seenAt !== undefined ? [row('Seen', say`at ${sayInstant(seenAt)}: ${saySeen(observed)}`)] : []),
  ];
}

/** What to do about it, each once; the last says what Steward does. */
export function observedCures(view: ObservationAlertView): readonly Phrase[] {
  const { environment, version } = alertNames(view);
  const { closed, observed, kind } = view.alert;
  if (closed?.why === 'removed') return [sayRemoved(environment)];
  if (closed?.why === 'replaced') return [say`What serves ${environment} now is looked at by itself.`];
  if (closed) return [say`Nothing: ${environment} is looked at each minute, as before.`];
  const cures = observed.findings.map(({ code, details }) => sayReason(code, details).cure);
  const known = new Map(cures.map((cure) => [JSON.stringify(cure), cure]));
  const last =
    kind === 'unseen'
      ? say`Whether ${version} still answers in ${environment} is not known.`
      : say`Steward changes nothing by itself: people decide.`;
  return [...[...known.values()].slice(0, shownFindings), last];
}
