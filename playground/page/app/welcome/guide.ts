import type { Overview } from '../../wire/overview';

/** Where the visitor stands on the way from nothing to a second model that serves. */
export type GuideStep =
  | { readonly at: 'ask-first' }
  | { readonly at: 'ask-next' | 'arrived'; readonly serves: string }
  | { readonly at: 'under-way'; readonly isFirst: boolean; readonly release: OpenRelease };

interface OpenRelease {
  readonly name: string;
  readonly version: string;
  readonly state: OpenState;
}

const openStates = ['preparing', 'waiting', 'approved'] as const;
type OpenState = (typeof openStates)[number];

/** Read from what is, so that it also follows somebody who types everything by hand. */
export function guideStep(overview: Overview | null): GuideStep {
  const leading = overview?.environments.find((environment) => environment.leading);
  const { serving = null, release = null } = leading ?? {};
  const state = openStates.find((one) => one === release?.state);
  if (release !== null && state !== undefined) {
    const { name, version } = release;
    return { at: 'under-way', isFirst: serving === null, release: { name, version, state } };
  }
  if (serving === null) return { at: 'ask-first' };
  const served = leading?.marks.filter(({ kind }) => kind === 'release').map(({ version }) => version) ?? [];
  const several = new Set([...served, serving.version]).size > 1;
  return { at: several ? 'arrived' : 'ask-next', serves: serving.version };
}
