import type { Environment } from '../../wire/overview';

/**
 * The alert while it is about what serves. One about a version that another has replaced asks nobody for anything any
 * more; the monitor closes it at its next look, and its card tells so in the channel.
 */
export function alertAtHand({ alert, serving }: Pick<Environment, 'alert' | 'serving'>): Environment['alert'] {
  return alert?.version === serving?.version ? alert : null;
}
