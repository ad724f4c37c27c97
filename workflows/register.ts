import { ActivityFailure, ApplicationFailure, proxyActivities, setHandler } from '@temporalio/workflow';
import type { NotifyActivities } from '../activities/notify';
import type { RegistryActivities } from '../activities/registry';
import type { RegistrationAnswer, RegistrationRequest } from '../domain/ports/engine';
import { isReasonCode } from '../domain/reasons';
import { tellLaterSignal } from './messages';
import { timeOuts } from './time-outs';

const heavy = proxyActivities<RegistryActivities>(timeOuts.heavy);
const chat = proxyActivities<NotifyActivities>(timeOuts.chat);

/** Registers one package. A refusal is an answer, not a failed workflow: it was this run's work to find it. */
export async function register(request: RegistrationRequest): Promise<RegistrationAnswer> {
  let tellIn: string | undefined;
  setHandler(tellLaterSignal, (conversationId) => {
    tellIn = conversationId;
  });
  const answer = await attempt(request);
  if (request.source.kind === 'upload') await heavy.discardUpload(request);
  if (tellIn !== undefined) await chat.tellRegistration({ request, answer, conversationId: tellIn });
  return answer;
}

async function attempt(request: RegistrationRequest): Promise<RegistrationAnswer> {
  try {
    return await heavy.register(request);
  } catch (error) {
    const failure = error instanceof ActivityFailure ? error.cause : error;
    if (!(failure instanceof ApplicationFailure) || !failure.type || !isReasonCode(failure.type)) throw error;
    const [details] = (failure.details ?? []) as [Record<string, string>?];
    return { ok: false, code: failure.type, details: details ?? {} };
  }
}
