import type { Card } from '../../wire/chat';

/** What somebody did to a card that its next edition must not undo. */
export interface Typed {
  /** By input id. */
  readonly values: Readonly<Record<string, string>>;
  /** By element id: what was shown or hidden by hand. */
  readonly visible: Readonly<Record<string, boolean>>;
}

function keepIn(node: unknown, typed: Typed): unknown {
  if (Array.isArray(node)) return node.map((child: unknown) => keepIn(child, typed));
  if (typeof node !== 'object' || node === null) return node;
  // What a button sends is not part of what is drawn.
  const children = Object.entries(node).map(([key, child]: [string, unknown]): [string, unknown] => [
    key,
    key === 'data' ? child : keepIn(child, typed),
  ]);
  const kept = Object.fromEntries<unknown>(children);
  const { id, type } = kept;
  if (typeof id !== 'string' || typeof type !== 'string') return kept;
  if (type.startsWith('Input.') && Object.hasOwn(typed.values, id)) kept['value'] = typed.values[id];
  if (Object.hasOwn(typed.visible, id)) kept['isVisible'] = typed.visible[id];
  return kept;
}

/** The next edition of a card with what was typed and unfolded in the former one, as far as it still has a place. */
export function keepTyped(card: Card, typed: Typed): Card {
  return keepIn(card, typed) as Card;
}
