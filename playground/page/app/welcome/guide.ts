import type { Overview } from '../../wire/overview';

/** Where the visitor stands on the way from nothing to a second model that serves. */
export type GuideStep =
  | { readonly at: 'ask-first' }
  | { readonly at: 'ask-next' | 'arrived'; readonly serves: string }
  | { readonly at: 'under-way'; readonly release: OpenRelease };

interface OpenRelease {
  readonly name: string;
  readonly version: string;
  readonly state: OpenState;
  /** A person by name, or the bot. */
  readonly requestedBy: string;
}

/** Versions are counted as they are registered. */
const firstVersion = 'v1';

const openStates = ['preparing', 'waiting', 'approved'] as const;
type OpenState = (typeof openStates)[number];

/** Read from what is, so that it also follows somebody who types everything by hand. */
export function guideStep(overview: Overview | null): GuideStep {
  const leading = overview?.environments.find((environment) => environment.leading);
  const { serving = null, release = null } = leading ?? {};
  const state = openStates.find((one) => one === release?.state);
  if (release !== null && state !== undefined) {
    const { name, version, requestedBy } = release;
    return { at: 'under-way', release: { name, version, state, requestedBy } };
  }
  if (serving === null) return { at: 'ask-first' };
  return { at: serving.version === firstVersion ? 'ask-next' : 'arrived', serves: serving.version };
}
