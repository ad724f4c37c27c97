import { errorText, StewardError } from '../../domain/errors';
import { SendError, type SendFailure } from './send-error';

/** Statuses after which the same request may be accepted; by Teams' own advice. */
const passing = [412, 429, 502, 503, 504];
/** Of those, the ones that say for sure that nothing was accepted. */
const surelyRefused = [412, 429];

/** Whether the same request may simply be sent again: an edit always ends the same, a create only if none was taken. */
export function mayRepeat(failure: SendFailure, create: boolean): boolean {
  switch (failure.kind) {
    case 'answered':
      return (create ? surelyRefused : passing).includes(failure.status);
    case 'unsent':
      return true;
    case 'lost':
      return !create;
    case 'no-token':
      return false;
  }
}

function explainAnswer(status: number, code: string, create: boolean): StewardError {
  const why = code === '' ? `HTTP ${status}` : `HTTP ${status}, ${code}`;
  if (status === 401) return new StewardError('chat_credentials', { why });
  if (status === 403) return new StewardError('channel_gone', { why });
  if (status === 404) {
    const ofMessage = !create && !code.startsWith('Conversation');
    return ofMessage ? new StewardError('card_gone') : new StewardError('channel_gone', { why });
  }
  if (surelyRefused.includes(status)) return new StewardError('channel_busy', { why });
  if (status === 408 || status >= 500) return new StewardError(create ? 'channel_ambiguous' : 'channel_busy', { why });
  return new StewardError('message_refused', { why });
}

/** A failed send in Steward's words. Whatever is not known for sure of a create is ambiguous. */
export function explainFailure(error: unknown, create: boolean): StewardError {
  if (error instanceof StewardError) return error;
  if (!(error instanceof SendError))
    return new StewardError(create ? 'channel_ambiguous' : 'channel_busy', { why: errorText(error) }, { cause: error });
  const { failure } = error;
  switch (failure.kind) {
    case 'answered':
      return explainAnswer(failure.status, failure.code, create);
    case 'unsent':
      return new StewardError('channel_busy', { why: failure.why });
    case 'lost':
      return new StewardError(create ? 'channel_ambiguous' : 'channel_busy', { why: failure.why });
    case 'no-token':
      return new StewardError('chat_credentials', { why: failure.why });
  }
}
