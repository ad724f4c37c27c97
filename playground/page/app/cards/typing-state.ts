import { type Action, type AdaptiveCard, type Input, ShowCardAction, ToggleVisibilityAction } from 'adaptivecards';
import { actionsOf } from './actions-of';
import type { Typed } from './keep-typed';

type Focus =
  | { readonly on: 'input'; readonly id: string; readonly from: number | null; readonly to: number | null }
  | { readonly on: 'button'; readonly title: string }
  | { readonly on: 'card' };

/** Where somebody stands in a card. */
export interface TypingState extends Typed {
  /** Titles of the buttons whose cards are unfolded. */
  readonly unfolded: readonly string[];
  readonly focus: Focus | undefined;
}

type TextControl = HTMLInputElement | HTMLTextAreaElement;

function isTextControl(element: Element | null | undefined): element is TextControl {
  return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
}

function controlOf({ renderedElement }: Input): HTMLElement | null | undefined {
  return renderedElement?.querySelector<HTMLElement>('input, textarea, select');
}

function isUnfolded(action: Action): boolean {
  return action instanceof ShowCardAction && action.renderedElement?.getAttribute('aria-expanded') === 'true';
}

function readFocus(card: AdaptiveCard): Focus | undefined {
  const active = document.activeElement;
  const input = card.getAllInputs().find((one) => controlOf(one) === active);
  if (input?.id !== undefined && isTextControl(active))
    return { on: 'input', id: input.id, from: active.selectionStart, to: active.selectionEnd };
  if (active === null || card.renderedElement?.contains(active) !== true) return undefined;
  const button = actionsOf(card).find(({ renderedElement }) => renderedElement === active);
  return button === undefined ? { on: 'card' } : { on: 'button', title: button.title ?? '' };
}

/** What somebody typed, unfolded and focused in a drawn card. */
export function readTyping(card: AdaptiveCard): TypingState {
  const inputs = card.getAllInputs().flatMap(({ id, value }) => {
    const text: unknown = value;
    return id !== undefined && typeof text === 'string' && text !== '' ? [[id, text] as const] : [];
  });
  const toggles = actionsOf(card).filter((action) => action instanceof ToggleVisibilityAction);
  const targets = toggles.flatMap(({ targetElements }) => Object.keys(targetElements));
  const visible = targets.flatMap((id) => {
    const element = card.getElementById(id);
    return element === undefined ? [] : [[id, element.isVisible] as const];
  });
  return {
    values: Object.fromEntries(inputs),
    visible: Object.fromEntries(visible),
    unfolded: actionsOf(card)
      .filter(isUnfolded)
      .map(({ title = '' }) => title),
    focus: readFocus(card),
  };
}

function placeOf(card: AdaptiveCard, focus: Focus): HTMLElement | null | undefined {
  if (focus.on === 'card') return undefined;
  if (focus.on === 'button') return actionsOf(card).find(({ title }) => title === focus.title)?.renderedElement;
  const input = card.getAllInputs().find(({ id }) => id === focus.id);
  return input && controlOf(input);
}

/** Puts somebody back where they stood; if that place is gone, to the card itself, so that the keyboard is not lost. */
export function resumeTyping(card: AdaptiveCard, { unfolded, focus }: TypingState): void {
  const actions = actionsOf(card);
  for (const action of actions)
    if (action instanceof ShowCardAction && unfolded.includes(action.title ?? '')) action.execute();
  // The library takes the buttons behind an unfolded one out of the tab order until that one loses the focus.
  for (const action of actions) action.isFocusable = true;
  if (focus === undefined) return;
  const place = placeOf(card, focus);
  (place ?? card.renderedElement)?.focus({ preventScroll: true });
  if (focus.on === 'input' && isTextControl(place)) place.setSelectionRange(focus.from, focus.to);
}

/** What was typed was sent and taken: the inputs are empty again and folded away. */
export function forgetTyping(card: AdaptiveCard, sent: readonly string[]): void {
  const here = card.renderedElement?.contains(document.activeElement) === true;
  for (const input of card.getAllInputs()) {
    const control = controlOf(input);
    if (sent.includes(input.id ?? '') && isTextControl(control)) control.value = '';
  }
  actionsOf(card)
    .filter(isUnfolded)
    .forEach((action) => action.execute());
  if (here && document.activeElement === document.body) card.renderedElement?.focus({ preventScroll: true });
}
