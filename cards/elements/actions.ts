import type { ActionData, ExecuteAction, ShowCardAction, ToggleAction } from './schema';
import { textInput } from './text-input';

type Style = NonNullable<ExecuteAction['style']>;

/** A button that asks the bot; clients without `Action.Execute` send the same as a message, with the verb inside. */
export function executeAction(title: string, verb: string, data: ActionData, style?: Style): ExecuteAction {
  return {
    type: 'Action.Execute',
    title,
    verb,
    data,
    ...(style ? { style } : {}),
    fallback: { type: 'Action.Submit', title, data: { verb, ...data } },
  };
}

/** A button that opens a required reason first. */
export function reasonAction(
  title: string,
  input: { readonly id: string; readonly label: string; readonly errorMessage: string },
  execute: ExecuteAction,
): ShowCardAction {
  return {
    type: 'Action.ShowCard',
    title,
    card: {
      type: 'AdaptiveCard',
      body: [textInput(input.id, input.label, input.errorMessage)],
      actions: [execute],
    },
  };
}

/** A button that shows or hides a part of the card. */
export function toggleAction(title: string, target: string): ToggleAction {
  return { type: 'Action.ToggleVisibility', title, targetElements: [target] };
}
