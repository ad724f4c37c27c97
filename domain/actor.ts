/** Who caused something. Every audit row has exactly one. */
export type Actor =
  | { readonly kind: 'person'; readonly objectId: string }
  | { readonly kind: 'system' }
  /** A shell user of the machine: a name the operating system told us, not a verified person. */
  | { readonly kind: 'local'; readonly user: string };

/** `person` as its object id, `system`, or `local:<user>`. */
export function actorText(actor: Actor): string {
  switch (actor.kind) {
    case 'person':
      return actor.objectId;
    case 'system':
      return 'system';
    case 'local':
      return `local:${actor.user}`;
  }
}
