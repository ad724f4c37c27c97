import { StewardError } from '../../domain/errors';
import type { Look } from '../../domain/observation/judge-look';
import type { InspectRequest, Target } from '../../domain/ports/target';
import type { ObservationDependencies } from './dependencies';
import { whyAway } from './why-away';
import { within } from './within';

/** Milliseconds that a target may take to tell of one environment. */
const limit = 15_000;

/** One look at what serves an environment: what was seen, or why nothing was. Never throws. */
export async function lookOnce(
  { pause }: Pick<ObservationDependencies, 'pause'>,
  target: () => Pick<Target, 'inspect'>,
  request: InspectRequest,
): Promise<Look['found']> {
  const late = () =>
    new StewardError('target_away', {
      environment: request.environment,
      why: `it told nothing within ${limit / 1000} s`,
    });
  try {
    return { seen: await within(pause, limit, () => target().inspect(request), late) };
  } catch (error) {
    return { away: whyAway(error) };
  }
}
