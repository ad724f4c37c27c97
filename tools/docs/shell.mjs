import { createProgram } from '../../cli/program.ts';
import { code, document, heading, plain, table } from './markdown.mjs';

const introduction = `What people type in a shell: \`./steward <verb>\`. It builds first when the sources changed. Settings come from the
environment, completed by what \`npm start\` noted in \`<STEWARD_HOME>/settings.env\`; an installation in production sets
them itself ([configuration.md](configuration.md)). A verb that refuses says why and how to mend it, and ends with 1.`;

/** The verbs that do something, with their whole name. */
function leaves(command, path) {
  const name = [...path, command.name()];
  return command.commands.length === 0 ? [{ command, name }] : command.commands.flatMap((one) => leaves(one, name));
}

function optionRow({ flags, description, defaultValue, mandatory, argChoices }) {
  const choices = argChoices === undefined ? '' : ` (${argChoices.map(code).join(', ')})`;
  const standard = mandatory ? 'required' : defaultValue === undefined ? '' : code(String(defaultValue));
  return [code(flags), `${plain(description)}${choices}`, standard];
}

function describe({ command, name }) {
  const words = command.registeredArguments.map((one) => (one.required ? `<${one.name()}>` : `[${one.name()}]`));
  const options =
    command.options.length > 0 ? [table(['option', 'meaning', 'default'], command.options.map(optionRow))] : [];
  const described = command.registeredArguments.map((one) => `- ${code(`<${one.name()}>`)}: ${plain(one.description)}`);
  const usage = [...name, ...(options.length > 0 ? ['[options]'] : []), ...words].join(' ');
  const sentence = plain(command.description());
  return document(
    `## ${name.slice(1).join(' ')}`,
    `\`\`\`text\n${usage}\n\`\`\``,
    `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`,
    ...(described.length > 0 ? [described.join('\n')] : []),
    ...options,
  );
}

export function renderShell() {
  // Verbs take what they need out of their context when they run; nothing is run here.
  const program = createProgram({});
  return document(heading('Shell verbs', 'cli/program.ts', introduction), ...leaves(program, []).map(describe));
}
