import type { Environment } from '../../wire/overview';

const endings: Readonly<Record<string, string>> = {
  rejected: 'was rejected',
  expired: 'expired',
  cancelled: 'was cancelled',
  superseded: 'gave way to another one',
};

/** How a release ended that brought nothing to serve: `r3 was rejected`. */
export function sayEnding({ name, state }: NonNullable<Environment['release']>): string {
  return `${name} ${endings[state] ?? state}`;
}
