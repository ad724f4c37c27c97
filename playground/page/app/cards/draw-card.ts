import {
  type Action,
  AdaptiveCard,
  ExecuteAction,
  GlobalSettings,
  HostConfig,
  OpenUrlAction,
  SubmitAction,
} from 'adaptivecards';
import { z } from 'zod';
import type { Card } from '../../wire/chat';
import { actionsOf } from './actions-of';
import { hostConfig } from './host-config';
import { markMentions } from './mark-mentions';
import { nameButton } from './name-button';
import { createReader } from './read-card';
import { renderMarkdown } from './render-markdown';

export interface Press {
  /** The button's verb or title. */
  readonly button: string;
  readonly inputs: Readonly<Record<string, string>>;
}

export interface Drawing {
  readonly oldPhone: boolean;
  /** Object id of who looks at it. */
  readonly me: string;
  /** Made part of the ids in the document, which many cards share. */
  readonly prefix: string;
  readonly pressed: (press: Press, element: HTMLElement | undefined) => void;
}

const address = z.url({ protocol: /^(https?|mailto)$/ });

/** Only what the library cannot be told card by card. */
function settleLibrary(): void {
  GlobalSettings.setTabIndexAtCardRoot = false;
  GlobalSettings.useAdvancedTextBlockTruncation = false;
  AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = renderMarkdown(text);
    result.didProcess = true;
  };
}

function act(card: AdaptiveCard, action: Action, { pressed }: Drawing): void {
  if (action instanceof OpenUrlAction) {
    const url = address.safeParse(action.url);
    if (url.success) window.open(url.data, '_blank', 'noopener,noreferrer');
    return;
  }
  if (!(action instanceof ExecuteAction || action instanceof SubmitAction)) return;
  const inputs = Object.entries(action.getReferencedInputs() ?? {});
  const values = inputs.flatMap(([id, input]) => (input.isSet() ? [[id, String(input.value)] as const] : []));
  const named = actionsOf(card).map((one) => ({
    title: one.title,
    ...(one instanceof ExecuteAction && { verb: one.verb }),
  }));
  const own = { title: action.title, ...(action instanceof ExecuteAction && { verb: action.verb }) };
  pressed({ button: nameButton(own, named), inputs: Object.fromEntries(values) }, action.renderedElement);
}

/** Ids of the card's author are unique in the card; in the document they must be so beside other cards. */
function settleIds(root: HTMLElement, prefix: string): void {
  const settle = (id: string): string => (id.startsWith('__ac-') || id.startsWith(prefix) ? id : `${prefix}${id}`);
  for (const element of root.querySelectorAll<HTMLElement>('[id]')) element.id = settle(element.id);
  for (const element of root.querySelectorAll('[aria-controls]')) {
    const ids = (element.getAttribute('aria-controls') ?? '').split(' ');
    element.setAttribute('aria-controls', ids.map(settle).join(' '));
  }
}

/** Reads and draws a card into an empty place. */
export function drawCard(place: HTMLElement, json: Card, drawing: Drawing): AdaptiveCard {
  settleLibrary();
  const card = new AdaptiveCard();
  card.hostConfig = new HostConfig(hostConfig);
  card.parse(json, createReader(drawing.oldPhone));
  const finish = (): void => {
    settleIds(place, drawing.prefix);
    markMentions(place, json, drawing.me);
    // What opens was asked for by a button that says so itself.
    place.querySelectorAll('[aria-live]').forEach((element) => element.removeAttribute('aria-live'));
  };
  card.onExecuteAction = (action) => act(card, action, drawing);
  card.onInlineCardExpanded = finish;
  const element = card.render(place);
  element?.setAttribute('role', 'group');
  element?.setAttribute('tabindex', '-1');
  if (card.lang !== undefined) element?.setAttribute('lang', card.lang);
  finish();
  return card;
}
