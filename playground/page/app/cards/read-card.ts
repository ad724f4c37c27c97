import {
  type Action,
  ActionSet,
  type CardElement,
  CardObjectRegistry,
  ChoiceSetInput,
  ColumnSet,
  Container,
  DateInput,
  ExecuteAction,
  FactSet,
  Image,
  ImageSet,
  NumberInput,
  OpenUrlAction,
  RichTextBlock,
  SerializationContext,
  ShowCardAction,
  SubmitAction,
  Table,
  TextBlock,
  TextRun,
  TimeInput,
  ToggleInput,
  Versions,
} from 'adaptivecards';
import { Badge } from './elements/badge';
import { CodeBlock } from './elements/code-block';
import { Gauge } from './elements/gauge';
import { LineChart } from './elements/line-chart';
import { ProgressBar } from './elements/progress-bar';
import { TextInput } from './elements/text-input';
import { ToggleAction } from './elements/toggle-action';

/** What every client draws. Named one by one: what the library registers by itself does not survive the bundling. */
const everywhere = {
  TextBlock,
  RichTextBlock,
  TextRun,
  Image,
  ImageSet,
  Container,
  ColumnSet,
  FactSet,
  Table,
  ActionSet,
  'Input.Text': TextInput,
  'Input.Number': NumberInput,
  'Input.Date': DateInput,
  'Input.Time': TimeInput,
  'Input.Toggle': ToggleInput,
  'Input.ChoiceSet': ChoiceSetInput,
};

const onlyInTeams = { Badge, ProgressBar, CodeBlock, 'Chart.Line': LineChart, 'Chart.Gauge': Gauge };

const actions = {
  'Action.Submit': SubmitAction,
  'Action.OpenUrl': OpenUrlAction,
  'Action.ShowCard': ShowCardAction,
  'Action.ToggleVisibility': ToggleAction,
};

function registryOf<Kind extends CardElement | Action>(
  types: Readonly<Record<string, new () => Kind>>,
): CardObjectRegistry<Kind> {
  const registry = new CardObjectRegistry<Kind>();
  Object.entries(types).forEach(([name, type]) => registry.register(name, type, Versions.v1_0));
  return registry;
}

/** How a client reads cards: a phone of years ago knows neither Teams' own elements nor `Action.Execute`. */
export function createReader(oldPhone: boolean): SerializationContext {
  const context = new SerializationContext(Versions.v1_5);
  context.setElementRegistry(registryOf<CardElement>({ ...everywhere, ...(oldPhone ? {} : onlyInTeams) }));
  context.setActionRegistry(
    registryOf<Action>({ ...actions, ...(oldPhone ? {} : { 'Action.Execute': ExecuteAction }) }),
  );
  return context;
}
