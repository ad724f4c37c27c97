import { StewardError, errorText, isStewardError } from '../../domain/errors';
import type { Look } from '../../domain/observation/judge-look';
import type { InspectRequest, Target } from '../../domain/ports/target';
import type { ObservationDependencies } from './dependencies';

/** Milliseconds that a target may take to tell of one environment. */
const limit = 15_000;

/** One look at what serves an environment: what was seen, or why nothing was. Never throws. */
export async function lookOnce(
  { pause }: Pick<ObservationDependencies, 'pause'>,
  target: () => Pick<Target, 'inspect'>,
  request: InspectRequest,
): Promise<Look['found']> {
  const over = new AbortController();
  const late = async (): Promise<never> => {
    await pause(limit, over.signal);
    throw new StewardError('target_away', {
      environment: request.environment,
      why: `it told nothing within ${limit / 1000} s`,
    });
  };
  try {
    return { seen: await Promise.race([Promise.resolve().then(() => target().inspect(request)), late()]) };
  } catch (error) {
    return { away: whyAway(error) };
  } finally {
    over.abort();
  }
}

/** As a part of a sentence. */
function whyAway(error: unknown): string {
  const text =
    isStewardError(error) && typeof error.details['why'] === 'string' ? error.details['why'] : errorText(error);
  return text.replace(/[.\s]+$/, '').slice(0, 300);
}
