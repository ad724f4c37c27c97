import { createRequire } from 'node:module';

/*
 * The house rules of cards, checked on plain JSON: what phones, screen readers and old clients need, and what keeps
 * a card below the channel's limits. Stands alone: it knows nothing of how our cards are made.
 */

type Element = Readonly<Record<string, unknown>>;

/** Drawn by Teams only; the schema's own parser does not know them, so each must have a fallback that it knows. */
const teamsOnly = ['Badge', 'ProgressBar', 'CodeBlock', 'Chart.Line'];
const maxBytes = 24 * 1024;
const maxActions = 6;

interface AdaptiveCardsParser {
  readonly AdaptiveCard: new () => {
    parse(json: unknown, context: unknown): void;
    validateProperties(): { readonly validationEvents: readonly { readonly message: string }[] };
  };
  readonly SerializationContext: new (version: unknown) => {
    readonly eventCount: number;
    getEventAt(index: number): { readonly message: string };
  };
  readonly Versions: { readonly v1_5: unknown };
}

/** The package's own entry does not load in Node; its bundle does. */
const parser = createRequire(__filename)('adaptivecards/dist/adaptivecards.js') as AdaptiveCardsParser;

/**
 * Every rule that the card breaks, in words; none for a good card. `dataKeys` are the keys that a button's data may
 * have, `verbs` what it may ask for.
 */
export function cardFaults(
  json: unknown,
  known: { readonly verbs: readonly string[]; readonly dataKeys: readonly string[] },
): readonly string[] {
  const card = asElement(json);
  if (!card) return ['the card is no object'];
  const all = allElements(card);
  return [
    ...headFaults(card),
    ...parserFaults(card),
    ...all.flatMap((element) => elementFaults(element, known)),
    ...idFaults(all),
    ...mentionFaults(card),
  ];
}

function headFaults(card: Element): string[] {
  const faults: string[] = [];
  const bytes = Buffer.byteLength(JSON.stringify(card));
  const title = asElements(card['body'])[0];
  if (bytes > maxBytes) faults.push(`the card has ${bytes} bytes, more than ${maxBytes}`);
  if (card['version'] !== '1.5') faults.push('the version is not 1.5');
  if (card['lang'] !== 'en') faults.push('the language is not said');
  if (!isText(card['fallbackText'])) faults.push('there is no fallbackText');
  if (title?.['type'] !== 'TextBlock' || title['style'] !== 'heading') faults.push('the first element is no heading');
  return faults;
}

/**
 * What the schema's own parser complains of, with Teams' elements replaced by their fallbacks. `lang` is left to
 * `headFaults`: the parser keeps the place of its last match and refuses a good one every second time.
 */
function parserFaults(card: Element): string[] {
  const context = new parser.SerializationContext(parser.Versions.v1_5);
  const parsed = new parser.AdaptiveCard();
  parsed.parse({ ...asElement(withFallbacks(card)), lang: undefined }, context);
  const events = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index));
  return [...events, ...parsed.validateProperties().validationEvents].map(({ message }) => `parser: ${message}`);
}

function withFallbacks(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withFallbacks);
  const element = asElement(value);
  if (!element) return value;
  const shown = isTeamsOnly(element) ? asElement(element['fallback']) : undefined;
  return Object.fromEntries(Object.entries(shown ?? element).map(([key, inner]) => [key, withFallbacks(inner)]));
}

function elementFaults(
  element: Element,
  known: { readonly verbs: readonly string[]; readonly dataKeys: readonly string[] },
): string[] {
  const type = String(element['type']);
  const faults: string[] = [];
  if (type === 'TextBlock' && element['wrap'] !== true) faults.push(`"${String(element['text'])}" does not wrap`);
  if (type === 'TextBlock' && !isText(element['text'])) faults.push('a TextBlock is empty');
  if (type.startsWith('Input.') && (!isText(element['label']) || !isText(element['errorMessage'])))
    faults.push(`the input ${String(element['id'])} has no label or no error message`);
  if (isTeamsOnly(element) && !asElement(element['fallback'])) faults.push(`a ${type} has no fallback`);
  if (type === 'Image' || 'backgroundImage' in element) faults.push('there is an image; an air-gapped bot has no host');
  if (asElements(element['actions']).length > maxActions) faults.push(`there are more than ${maxActions} actions`);
  if (type === 'Action.Execute' && asElement(element['fallback'])?.['type'] !== 'Action.Submit')
    faults.push('an Action.Execute has no Action.Submit to fall back to');
  if (type === 'Action.OpenUrl') faults.push('a button leads out of the channel');
  if (type === 'Action.Execute' && !known.verbs.includes(String(element['verb'])))
    faults.push(`the verb ${String(element['verb'])} is unknown`);
  const strange = Object.keys(asElement(element['data']) ?? {}).filter(
    (key) => !known.dataKeys.includes(key) && !(type === 'Action.Submit' && key === 'verb'),
  );
  return strange.length > 0 ? [...faults, `a button carries ${strange.join(', ')}`] : faults;
}

/** Phones refuse a card in which two elements share an id, even in separate parts. */
function idFaults(all: readonly Element[]): string[] {
  const ids = all.map((element) => element['id']).filter(isText);
  const targets = all.flatMap((element) => element['targetElements']).filter(isText);
  return [
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `the id ${id} is there twice`),
    ...targets.filter((id) => !ids.includes(id)).map((id) => `a button shows ${id}, which is not there`),
  ];
}

function mentionFaults(card: Element): string[] {
  const entities = asElements(asElement(card['msteams'])?.['entities']);
  const texts = allElements(card).flatMap((element) => (isText(element['text']) ? [element['text']] : []));
  const marks = texts.flatMap((text) => text.match(/(?<!\\)<at>.*?<\/at>/g) ?? []);
  const named = entities.map((entity) => entity['text']);
  return [
    ...named.filter((text) => !marks.some((mark) => mark === text)).map((text) => `${String(text)} is not in the card`),
    ...marks.filter((mark) => !named.includes(mark)).map((mark) => `${mark} mentions nobody`),
    ...named.filter((text, index) => named.indexOf(text) !== index).map((text) => `${String(text)} means two people`),
  ];
}

/** Every object below with a `type`: elements, inputs, actions, shown cards, fallbacks. */
function allElements(value: unknown): readonly Element[] {
  if (Array.isArray(value)) return value.flatMap(allElements);
  const element = asElement(value);
  if (!element) return [];
  const inner = Object.entries(element).flatMap(([key, member]) => (key === 'msteams' ? [] : allElements(member)));
  return typeof element['type'] === 'string' ? [element, ...inner] : inner;
}

function isTeamsOnly(element: Element): boolean {
  return teamsOnly.includes(String(element['type']));
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function asElement(value: unknown): Element | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Element) : undefined;
}

function asElements(value: unknown): readonly Element[] {
  return Array.isArray(value) ? value.map(asElement).filter((entry) => entry !== undefined) : [];
}
