import type { TextInput } from './schema';

/** A required text of at most 1,000 characters. Ids are unique over the whole card: phones refuse it otherwise. */
export function textInput(id: string, label: string, errorMessage: string): TextInput {
  return { type: 'Input.Text', id, label, isRequired: true, errorMessage, isMultiline: true, maxLength: 1000 };
}
