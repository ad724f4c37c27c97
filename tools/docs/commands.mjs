import { commands } from '../../bot/commands/index.ts';
import { commandUsage } from '../../bot/grammar/command-usage.ts';
import { describeCommand } from '../../bot/grammar/describe-command.ts';
import { actions, permissions, rolesFor } from '../../domain/permissions.ts';
import { roles } from '../../domain/project.ts';
import { code, document, heading, plain, table } from './markdown.mjs';

const introduction = `What people type to the bot. In a channel every line begins with a mention (\`@Steward deploy v4 to staging\`); in
personal chat the command alone is enough. Case, non-breaking spaces, typographic quotation marks and dashes are
forgiven. Words in quotation marks are one word. A reason stands at the end after \` -- \`. Nothing is guessed: a command
that does not parse is answered with the place of the mistake, and what was perhaps meant is only ever suggested.
\`help\` shows the same list, cut to what the person may do.`;

const aboutRoles = `Roles come from the applied project file ([project-file.md](../project-file.md)), by directory object id; what is
not ticked is denied. Beyond the table: whoever is named in an environment's policy may approve and reject there
without the role leader, and whoever asked for a release may cancel it. Who may decide on one release is judged at the
click ([design.md](../design.md#an-approval)): never its requester, never the version's modeller.`;

/** The lines of `help <command>` as Markdown: arguments and flags as a list, the others as paragraphs. */
function describe({ spec }) {
  const [, ...lines] = describeCommand(spec);
  const who = spec.permission === undefined ? 'everybody' : rolesFor(spec.permission).join(', ');
  const named = lines.flatMap((line) => /^(?<name><[^>]+>|--[\w-]+): (?<text>.*)$/.exec(line)?.groups ?? []);
  const said = lines.filter((line) => !/^(<[^>]+>|--[\w-]+): /.test(line)).map(plain);
  return document(
    `### ${spec.name}`,
    `\`\`\`text\n${commandUsage(spec)}\n\`\`\``,
    ...said.slice(0, -1).map((line) => (/[.!?]$/.test(line) ? line : `${line}.`)),
    ...(named.length > 0 ? [named.map(({ name, text }) => `- ${code(name)}: ${plain(text)}`).join('\n')] : []),
    `${said.at(-1)}. Roles: ${who}.`,
  );
}

function roleTable() {
  const rows = actions.map((action) => [
    code(action),
    ...roles.map((role) => (permissions[role].includes(action) ? '✓' : '')),
  ]);
  return table(['may', ...roles], rows);
}

export function renderCommands() {
  return document(
    heading('Chat commands', 'bot/commands/ and domain/permissions.ts', introduction),
    '## Commands',
    ...commands.map(describe),
    '## Roles',
    aboutRoles,
    roleTable(),
  );
}
