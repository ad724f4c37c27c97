import type { ReasonDetails } from './errors';

/** The same details with one name for another: people know a package by its own name, not by the one it was laid down under. */
export function renameInDetails(details: ReasonDetails, from: string, to: string): ReasonDetails {
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replaceAll(from, () => to) : value,
    ]),
  );
}
