import { isStewardError } from '../../../domain/errors';
import type { Namespace } from './connect-namespace';

/**
 * A namespace in which what others manage becomes ours, as far as `agreed` names it: by the lines that a plan had for it.
 * `forced` is the same namespace, by a connection that takes over.
 */
export function takeOver(namespace: Namespace, forced: Namespace, agreed: readonly string[]): Namespace {
  return {
    ...namespace,
    apply: async (object, schema, dryRun) => {
      try {
        return await namespace.apply(object, schema, dryRun);
      } catch (error) {
        const lines = takenOver(error);
        if (lines === undefined || !lines.every((line) => agreed.includes(line))) throw error;
        return forced.apply(object, schema, dryRun);
      }
    },
  };
}

/** What would become ours, for the plan, a field and its manager a line; undefined for any other error. */
export function takenOver(error: unknown): readonly string[] | undefined {
  if (!isStewardError(error) || error.code !== 'cluster_field_conflict') return undefined;
  const { what, why } = error.details;
  return String(why)
    .split('; ')
    .map((conflict) => `takes over of ${what} what somebody else manages: ${conflict}`);
}
