import type { Contract, OutputSpec } from '../../domain/package/contract';

/** What a gateway needs to know: how things are called and written. What values the model knows may be a long list. */
export function outlineContract({ inputs, outputs, outcome }: Contract): Contract {
  const column = ({ name, type }: OutputSpec): OutputSpec => ({ name, type });
  return { inputs: inputs.map(column), outputs: outputs.map(column), outcome };
}
