import { StewardError } from '../errors';
import { nearestWord } from '../nearest-word';
import type { ContractOverrides } from '../project';
import { callText } from './call-text';
import type { GraphFacts, PackageClaims } from './claims';
import type { Call, Contract, InputSpec, OutputSpec } from './contract';
import { deduceCall, methods } from './deduce-call';
import { settleInputs } from './settle-inputs';
import { tensorType } from './tensor-type';

export interface SettledContract {
  readonly contract: Contract;
  readonly call: Call;
  /** What was deduced, or is odd, in sentences. */
  readonly notes: readonly string[];
}

/**
 * Settles what clients may rely on: the package's word, completed from its graph, corrected by the project. What the
 * project says wins, except over the graph, which nobody can talk into other types.
 *
 * Errors: `outcome_unknown`, `outcome_differs`, `outcome_is_input`, `call_unknown`, `call_not_offered`,
 * `inputs_unknown`, `inputs_clash`, `input_unknown`.
 */
export function settleContract(
  claims: PackageClaims,
  graph: GraphFacts,
  overrides: ContractOverrides | undefined,
): SettledContract {
  const notes: string[] = [];
  const outcome = settleOutcome(claims, overrides, notes);
  const call = settleCall(graph, outcome, overrides, notes);
  const inputs = settleInputs(claims.inputs, graph, call, overrides?.inputs, notes);
  checkOutcomeIsNoInput(inputs, outcome.name);
  return { contract: { inputs, outputs: settleOutputs(claims, graph, call, notes), outcome }, call, notes };
}

type Outcome = Contract['outcome'];

function settleOutcome(
  { outcome: told }: PackageClaims,
  overrides: ContractOverrides | undefined,
  notes: string[],
): Outcome {
  const project = overrides?.outcome;
  if (project === undefined) {
    if (told === undefined) throw new StewardError('outcome_unknown');
    if (told.event === undefined) throw new StewardError('outcome_event_unknown', { outcome: told.name });
    return { name: told.name, event: told.event };
  }
  if (told === undefined) notes.push('The package does not name its outcome; the project does.');
  else if (told.name !== project.name)
    throw new StewardError('outcome_differs', { told: told.name, outcome: project.name });
  else if (told.event !== undefined && told.event !== project.event)
    notes.push(
      `The package counts ${told.name} = ${told.event} as the event; the project's ${project.event} is taken.`,
    );
  return project;
}

function settleCall(
  graph: GraphFacts,
  outcome: Outcome,
  overrides: ContractOverrides | undefined,
  notes: string[],
): Call {
  if (overrides?.call !== undefined) {
    const why = whyNotOffered(overrides.call, graph);
    if (why !== undefined) throw new StewardError('call_not_offered', { call: callText(overrides.call), why });
    return overrides.call;
  }
  const deduced = deduceCall(graph, outcome);
  if (deduced.call === undefined) throw new StewardError('call_unknown', { why: deduced.why });
  if (deduced.note !== undefined) notes.push(deduced.note);
  return deduced.call;
}

function whyNotOffered(call: Call, { signatures }: GraphFacts): string | undefined {
  const signature = signatures.find(({ name }) => name === call.signature);
  const names = signatures.map(({ name }) => name).join(', ') || 'none';
  if (signature === undefined) return `it has no signature "${call.signature}" (it has ${names})`;
  if (signature.method !== methods[call.method])
    return `its signature "${call.signature}" is for ${signature.method.split('/').at(-1) ?? 'nothing'}`;
  const { score } = call;
  if (score.kind !== 'output' || signature.outputs.some(({ name }) => name === score.output)) return undefined;
  const outputs = signature.outputs.map(({ name }) => name);
  const meant = nearestWord(score.output, outputs);
  return `its signature "${call.signature}" has no output "${score.output}" (it has ${meant ?? outputs.join(', ')})`;
}

function settleOutputs(claims: PackageClaims, graph: GraphFacts, call: Call, notes: string[]): readonly OutputSpec[] {
  if (claims.outputs !== undefined) return claims.outputs;
  notes.push('The package lists no outputs; they are read from the signature.');
  const signature = graph.signatures.find(({ name }) => name === call.signature);
  return (signature?.outputs ?? []).flatMap(({ name, dtype }) => {
    const type = tensorType(dtype);
    return type === undefined ? [] : [{ name, type }];
  });
}

function checkOutcomeIsNoInput(inputs: readonly InputSpec[], outcome: string): void {
  if (inputs.some(({ name }) => name === outcome)) throw new StewardError('outcome_is_input', { outcome });
}
