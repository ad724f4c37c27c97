import { callText } from './call-text';
import type { Call, Contract, InputSpec, OutputSpec } from './contract';

export interface ContractSide {
  readonly contract: Contract;
  readonly call: Call;
}

export interface ContractDifference {
  /** What clients of the old version cannot go on with as they are. */
  readonly breaking: readonly string[];
  /** What else differs. */
  readonly changes: readonly string[];
}

/**
 * How `after` differs from `before` for those who send rows and read scores, in sentences. Breaking: an input or output
 * that is gone or has another type, another outcome or event (the score means something else), another method. Not
 * breaking: an input more, as clients may leave any out; categories; another signature or output of the same method,
 * which no client names. Order counts for nothing.
 */
export function diffContracts(before: ContractSide, after: ContractSide): ContractDifference {
  const inputs = diffColumns('Input', before.contract.inputs, after.contract.inputs);
  const outputs = diffColumns('Output', before.contract.outputs, after.contract.outputs);
  const call = diffCalls(before.call, after.call);
  return {
    breaking: [
      ...diffOutcomes(before.contract, after.contract),
      ...inputs.breaking,
      ...outputs.breaking,
      ...call.breaking,
    ],
    changes: [
      ...inputs.changes,
      ...diffCategories(before.contract.inputs, after.contract.inputs),
      ...outputs.changes,
      ...call.changes,
    ],
  };
}

function diffOutcomes({ outcome: before }: Contract, { outcome: after }: Contract): readonly string[] {
  if (before.name === after.name && before.event === after.event) return [];
  return [`The outcome is ${after.name} = ${after.event} instead of ${before.name} = ${before.event}.`];
}

function diffColumns(kind: string, before: readonly OutputSpec[], after: readonly OutputSpec[]): ContractDifference {
  const [old, now] = [typesOf(before), typesOf(after)];
  const removed = before.filter(({ name }) => !now.has(name)).map(({ name }) => `${kind} ${name} is gone.`);
  const changed = after
    .filter(({ name, type }) => old.has(name) && old.get(name) !== type)
    .map(({ name, type }) => `${kind} ${name} is ${type} instead of ${old.get(name)}.`);
  const added = after.filter(({ name }) => !old.has(name)).map(({ name, type }) => `${kind} ${name} (${type}) is new.`);
  return { breaking: [...removed, ...changed], changes: added };
}

function typesOf(columns: readonly OutputSpec[]): ReadonlyMap<string, string> {
  return new Map(columns.map(({ name, type }) => [name, type]));
}

function diffCategories(before: readonly InputSpec[], after: readonly InputSpec[]): readonly string[] {
  return after.flatMap(({ name, categories }) => {
    // A package that lists no values says nothing of them.
    if (categories === undefined) return [];
    const old = before.find((input) => input.name === name);
    if (old === undefined) return [];
    const known = old.categories ?? [];
    const gone = known.filter((value) => !categories.includes(value));
    const added = categories.filter((value) => !known.includes(value));
    return [
      ...(gone.length > 0 ? [`Input ${name} no longer knows ${listText(gone)}.`] : []),
      ...(added.length > 0 ? [`Input ${name} newly knows ${listText(added)}.`] : []),
    ];
  });
}

const maxListed = 8;

function listText(values: readonly string[]): string {
  const shown = values.slice(0, maxListed).map((value) => JSON.stringify(value));
  return values.length > maxListed ? `${shown.join(', ')} and ${values.length - maxListed} more` : shown.join(', ');
}

function diffCalls(before: Call, after: Call): ContractDifference {
  const [old, now] = [callText(before), callText(after)];
  if (old === now) return { breaking: [], changes: [] };
  const sentence = `The model is called otherwise: ${now}; before: ${old}.`;
  const same = before.method === after.method && before.rows === after.rows;
  return same ? { breaking: [], changes: [sentence] } : { breaking: [sentence], changes: [] };
}
