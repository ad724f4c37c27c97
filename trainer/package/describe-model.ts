import type { Json } from '../../domain/canonical-json';
import { algorithm, trainerIdentity } from '../identity';
import type { ScoringModel } from '../scoring-model';

/** The descriptions that a package carries beside the model, in the form that SAS Model Manager reads. */
export interface ModelDescription {
  readonly 'ModelProperties.json': Json;
  readonly 'inputVar.json': Json;
  readonly 'outputVar.json': Json;
  readonly 'fileMetadata.json': Json;
}

const descriptionLimit = 500;
const numberLength = 8;

export function describeModel(model: ScoringModel, name: string | undefined): ModelDescription {
  const { outcome, inputs } = model;
  const formula = `${outcome.name} = ${inputs.map((input) => input.name).join(' + ')}`;
  return {
    'ModelProperties.json': {
      name: name ?? `${outcome.name}_gradient_boosting`,
      description: `${algorithm}, ${model.forest.trees} trees: ${formula}`.slice(0, descriptionLimit),
      function: 'classification',
      algorithm,
      targetVariable: outcome.name,
      targetEvent: outcome.event,
      targetLevel: 'BINARY',
      eventProbVar: probabilityName(outcome.name, outcome.event),
      modeler: '',
      tool: trainerIdentity.name,
      toolVersion: trainerIdentity.version,
    },
    'inputVar.json': inputs.map(describeInput),
    'outputVar.json': [outcome.other, outcome.event].map((label) => ({
      name: probabilityName(outcome.name, label),
      level: 'interval',
      type: 'decimal',
      length: numberLength,
    })),
    'fileMetadata.json': [
      { role: 'inputVariables', name: 'inputVar.json' },
      { role: 'outputVariables', name: 'outputVar.json' },
    ],
  };
}

/** `categories` is our addition: the values that the model knows, compared exactly, blanks included. */
function describeInput(input: ScoringModel['inputs'][number]): Json {
  if (input.type === 'number') return { name: input.name, level: 'interval', type: 'decimal', length: numberLength };
  return {
    name: input.name,
    level: 'nominal',
    type: 'string',
    length: input.categories.reduce((longest, category) => Math.max(longest, Buffer.byteLength(category)), 1),
    categories: input.categories,
  };
}

function probabilityName(outcome: string, label: string): string {
  return `P_${outcome}${label}`;
}
