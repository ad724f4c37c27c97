import type { JsonObject } from './transcript-types';

const elements = new Set([
  ...['TextBlock', 'RichTextBlock', 'TextRun', 'Image', 'ImageSet', 'Media', 'Container', 'ColumnSet', 'Column'],
  ...['FactSet', 'Table', 'TableRow', 'TableCell', 'ActionSet', 'Input.Text', 'Input.Number', 'Input.Date'],
  ...['Input.Time', 'Input.Toggle', 'Input.ChoiceSet', 'Chart.Line', 'Chart.VerticalBar', 'Chart.VerticalBar.Grouped'],
  ...['Chart.HorizontalBar', 'Chart.HorizontalBar.Stacked', 'Chart.Pie', 'Chart.Donut', 'Chart.Gauge', 'ProgressBar'],
  ...['ProgressRing', 'Badge', 'Icon', 'CodeBlock', 'CompoundButton', 'Carousel', 'CarouselPage'],
]);
const actions = new Set([
  ...['Action.Execute', 'Action.Submit', 'Action.OpenUrl', 'Action.ShowCard', 'Action.ToggleVisibility'],
  'Action.ResetInputs',
]);
const elementSlots = ['body', 'items', 'columns', 'rows', 'cells', 'images', 'inlines', 'pages'];
const actionSlots = ['actions', 'selectAction', 'inlineAction'];
const mostActions = 6;
const deepest = 24;
const mostUsersOfRefresh = 60;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function children(node: JsonObject, slots: readonly string[]): readonly (readonly [string, unknown])[] {
  return slots.flatMap((slot) => {
    const value = node[slot];
    if (value === undefined) return [];
    return (Array.isArray(value) ? value : [value]).map((child: unknown, i) => [`${slot}[${i}]`, child] as const);
  });
}

function checkInput(node: JsonObject, path: string, inputs: Set<string>): string[] {
  if (typeof node['id'] !== 'string' || node['id'] === '') return [`${path}: an input without id`];
  if (inputs.has(node['id'])) return [`${path}: the input id ${node['id']} is there twice`];
  inputs.add(node['id']);
  return [];
}

function checkAction(node: unknown, path: string, inputs: Set<string>, depth: number): string[] {
  if (!isObject(node) || typeof node['type'] !== 'string') return [`${path}: no action`];
  const { type } = node;
  if (!actions.has(type)) return node['fallback'] === undefined ? [`${path}: unknown action ${type}`] : [];
  const nested = node['fallback'];
  const ofFallback = isObject(nested) ? checkAction(nested, `${path}.fallback`, inputs, depth + 1) : [];
  if (type === 'Action.Execute' && typeof node['verb'] !== 'string') return [`${path}: no verb`];
  if (type === 'Action.OpenUrl' && !/^https?:/.test(String(node['url']))) return [`${path}: no address`];
  if (type === 'Action.ShowCard' && isObject(node['card']))
    return [...ofFallback, ...checkNode(node['card'], `${path}.card`, inputs, depth + 1)];
  return ofFallback;
}

function checkElement(node: unknown, path: string, inputs: Set<string>, depth: number): string[] {
  if (typeof node === 'string' && path.includes('inlines[')) return [];
  if (!isObject(node) || typeof node['type'] !== 'string') return [`${path}: no element`];
  const { type } = node;
  if (!elements.has(type)) return node['fallback'] === undefined ? [`${path}: unknown element ${type}`] : [];
  const own = type.startsWith('Input.') ? checkInput(node, path, inputs) : [];
  if (type === 'TextBlock' && typeof node['text'] !== 'string') own.push(`${path}: no text`);
  if (type === 'Image' && !/^(?:https:|data:image\/)/.test(String(node['url']))) own.push(`${path}: no image address`);
  const { fallback } = node;
  if (isObject(fallback)) own.push(...checkElement(fallback, `${path}.fallback`, new Set(), depth + 1));
  return [...own, ...checkNode(node, path, inputs, depth + 1)];
}

function checkNode(node: JsonObject, path: string, inputs: Set<string>, depth: number): string[] {
  if (depth > deepest) return [`${path}: nested too deep`];
  const list = node['actions'];
  const tooMany = Array.isArray(list) && list.length > mostActions ? [`${path}: more than ${mostActions} actions`] : [];
  /** The columns of a table are widths, no elements. */
  const slots = node['type'] === 'Table' ? elementSlots.filter((slot) => slot !== 'columns') : elementSlots;
  return [
    ...tooMany,
    ...children(node, slots).flatMap(([slot, child]) => checkElement(child, `${path}.${slot}`, inputs, depth)),
    ...children(node, actionSlots).flatMap(([slot, child]) => checkAction(child, `${path}.${slot}`, inputs, depth)),
  ];
}

/** Who may be named, by the channel's id for them alone, and what a client can send without being asked. */
function checkRefresh(refresh: unknown): string[] {
  if (refresh === undefined) return [];
  const { action, userIds = [] } = isObject(refresh) ? refresh : {};
  if (!isObject(action) || action['type'] !== 'Action.Execute') return ['card.refresh: no Action.Execute'];
  const problems = checkAction(action, 'card.refresh.action', new Set(), 0);
  if (!Array.isArray(userIds)) return [...problems, 'card.refresh: userIds is no list'];
  if (userIds.length > mostUsersOfRefresh) problems.push('card.refresh: for more than 60 people');
  const stray: unknown = userIds.find((id) => typeof id !== 'string' || !id.startsWith('29:'));
  if (stray !== undefined) problems.push(`card.refresh: ${JSON.stringify(stray)} is not the channel's id of somebody`);
  return problems;
}

/** What Teams would refuse, drop or draw blank in an Adaptive Card; empty for a good one. */
export function checkCard(card: unknown): readonly string[] {
  if (!isObject(card) || card['type'] !== 'AdaptiveCard') return ['card: not an AdaptiveCard'];
  const problems = checkNode(card, 'card', new Set(), 0);
  if (!/^1\.[0-5]$/.test(String(card['version'])))
    problems.push(`card: version ${String(card['version'])} is not 1.0 to 1.5`);
  return [...problems, ...checkRefresh(card['refresh'])];
}
