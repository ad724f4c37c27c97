import { checkCard, isObject } from './check-card';
import type { Delivery } from './deliver';
import type { Parts } from './parts';
import type { TranscriptMessage } from './transcript-types';
import type { Person } from './workplace';

const mostNotices = 50;

/** What the bot's answer to an invoke shows to its sender alone; anything but what Teams understands is a violation. */
export function showAnswer(parts: Parts, message: TranscriptMessage, person: Person, delivery: Delivery): unknown {
  const complain = (what: string): void => parts.complain(`answer to a click on ${message.id}: ${what}`);
  if (delivery.status !== 200) return void complain(`HTTP ${delivery.status} ${delivery.error ?? ''}`);
  const answer = readJson(delivery.body);
  if (!isObject(answer)) return void complain('empty, so that Teams would ask again');
  const { statusCode, type, value } = answer;
  const current = parts.transcript.find(message.id) ?? message;
  const show = (changed: TranscriptMessage, kind: 'noticed' | 'viewed', note?: string): void => {
    parts.transcript.replace(changed, kind, note);
    parts.clientCards.note(changed, person.objectId, parts.now());
  };
  if (
    statusCode === 200 &&
    type === 'application/vnd.microsoft.activity.message' &&
    typeof value === 'string' &&
    value
  ) {
    const notice = { to: person.objectId, at: parts.now().toISOString(), text: value };
    show({ ...current, notices: [...current.notices, notice].slice(-mostNotices) }, 'noticed', value);
  } else if (statusCode === 200 && type === 'application/vnd.microsoft.card.adaptive' && isObject(value)) {
    checkCard(value).forEach(complain);
    show({ ...current, views: { ...current.views, [person.objectId]: value } }, 'viewed');
  } else complain(`statusCode ${String(statusCode)}, type ${String(type)}`);
  return answer;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
