import { isObject } from './check-card';
import { Refusal } from './refusal';
import type { JsonObject } from './transcript-types';

/** No part of what a card shows: what a button sends, what other clients show, what a client sends by itself. */
const unseen = ['data', 'fallback', 'refresh'];

/** All nodes of a card with this kind of type, in reading order. */
function collect(node: unknown, wanted: (type: string) => boolean): readonly JsonObject[] {
  if (Array.isArray(node)) return node.flatMap((child) => collect(child, wanted));
  if (!isObject(node)) return [];
  const own = typeof node['type'] === 'string' && wanted(node['type']) ? [node] : [];
  const rest = Object.entries(node).filter(([key]) => !unseen.includes(key));
  return [...own, ...rest.flatMap(([, child]) => collect(child, wanted))];
}

/** The buttons that a card shows. */
export function buttonsOf(card: JsonObject): readonly JsonObject[] {
  return collect(card, (type) => type === 'Action.Execute' || type === 'Action.Submit');
}

function valueOf(input: JsonObject, inputs: Readonly<Record<string, string>>): string | undefined {
  const id = String(input['id']);
  const value = Object.hasOwn(inputs, id) ? inputs[id] : input['value'];
  const text = typeof value === 'string' ? value : undefined;
  const label = typeof input['label'] === 'string' ? input['label'] : id;
  if (input['isRequired'] === true && !text?.trim())
    throw new Refusal(422, 'InputMissing', `the client asks for "${label}" before it sends anything`);
  const longest = input['maxLength'];
  if (typeof longest === 'number' && text !== undefined && text.length > longest)
    throw new Refusal(422, 'InputTooLong', `the client lets nobody type more than ${longest} characters in "${label}"`);
  return text ?? (input['type'] === 'Input.Toggle' ? 'false' : undefined);
}

function inputsIn(node: JsonObject): readonly JsonObject[] {
  return collect(node, (type) => type.startsWith('Input.'));
}

/** The inputs of the button's own card and of the cards around it; not those that another button unfolds. */
function inputsFor(card: JsonObject, button: JsonObject): readonly JsonObject[] {
  const unfolding = collect(card, (type) => type === 'Action.ShowCard');
  const elsewhere = unfolding.filter((other) => !buttonsOf(other).includes(button)).flatMap(inputsIn);
  return inputsIn(card).filter((input) => !elsewhere.includes(input));
}

/** What the client sends with a button: its data with the inputs merged in. */
function mergeInputs(
  known: readonly JsonObject[],
  action: JsonObject,
  inputs: Readonly<Record<string, string>>,
): JsonObject {
  const data = isObject(action['data']) ? action['data'] : {};
  if (action['associatedInputs'] === 'none') return data;
  const stray = Object.keys(inputs).find((id) => !known.some((input) => input['id'] === id));
  if (stray !== undefined) throw new Refusal(422, 'InputUnknown', `no input beside this button is "${stray}"`);
  const values = known.map((input) => [String(input['id']), valueOf(input, inputs)] as const);
  return { ...data, ...Object.fromEntries(values.filter(([, value]) => value !== undefined)) };
}

export interface Press {
  /** Of `Action.Execute`, or the button's title. */
  readonly button: string;
  readonly inputs: Readonly<Record<string, string>>;
  /** A client that knows no `Action.Execute` and takes its fallback. */
  readonly oldClient: boolean;
}

/** What pressing the button on this card sends. Refuses a button that is not there and inputs that the client refuses. */
export function pressButton(
  card: JsonObject,
  { button, inputs, oldClient }: Press,
): { readonly kind: 'execute'; readonly action: JsonObject } | { readonly kind: 'submit'; readonly data: JsonObject } {
  const found = buttonsOf(card).find((action) => action['verb'] === button || action['title'] === button);
  if (!found) throw new Refusal(409, 'NoSuchButton', `this card shows no button "${button}"`);
  const action = oldClient && found['type'] === 'Action.Execute' ? found['fallback'] : found;
  if (!isObject(action))
    throw new Refusal(409, 'NoSuchButton', 'an old client shows no button here: it has no fallback');
  const data = mergeInputs(inputsFor(card, found), action, inputs);
  if (action['type'] === 'Action.Submit') return { kind: 'submit', data };
  const { title, verb, id } = action;
  return {
    kind: 'execute',
    action: { type: 'Action.Execute', ...(id !== undefined && { id }), title, verb, data },
  };
}
