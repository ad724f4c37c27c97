import { isStewardError, type StewardError } from '../../domain/errors';

/** The StewardError that `attempt` throws; no throw, or another error, fails the test. */
export function refusalOf(attempt: () => unknown): StewardError {
  try {
    attempt();
  } catch (error) {
    if (isStewardError(error)) return error;
    throw error;
  }
  throw new Error('it was expected to be refused, and was not');
}
