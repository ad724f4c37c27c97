import type { ChatAnswer } from '../teams/chat-event';
import { escapeMarkdown } from '../../cards/elements/escape-markdown';
import { renderHistoryCard } from '../../cards/history-card';
import { readAuditOf, type AuditRow } from '../../database/audit';
import { findNames } from '../../database/people';
import { countReleases, listReleases } from '../../database/releases';
import { listRetrainings } from '../../database/retrainings';
import { releaseName } from '../../domain/ids';
import { type BotDependencies, type Command, type ProjectCall, textReply } from './command';
import { inProject } from './in-project';
import { releaseArgument } from './release-argument';
import { namesFor } from './status';

export const history: Command = {
  spec: {
    name: 'history',
    permission: 'history',
    arguments: [{ name: 'release', kind: 'release', required: false, summary: 'one release, with all its records' }],
    flags: [],
    reason: 'none',
    examples: ['history', 'history r17'],
    summary: 'What was released, by whom, on whose decision',
    details: 'With a release, its rows of the audit chain; `steward audit verify` checks that chain.',
  },
  run: inProject(runHistory, 'history'),
};

async function runHistory(deps: BotDependencies, call: ProjectCall): Promise<ChatAnswer> {
  if (call.invocation.args['release'] !== undefined) {
    const release = await releaseArgument(deps, call, 'history');
    const rows = await readAuditOf(deps.database, `release/${release.number}`);
    const head = `${releaseName(release.number)}: ${release.project} ${release.version} to ${release.environment}, ${release.state}`;
    const people = { ...call.project.file.people, ...(await namesFor(deps, [release])) };
    // Reasons and names are people's own words: they are shown letter by letter.
    return textReply([head, ...rows.map((row) => escapeMarkdown(auditLine(row, people)))].join('\n'));
  }
  const { file } = call.project;
  const releases = await listReleases(deps.database, file.project, 10);
  const retrainings = await listRetrainings(deps.database, file.project, { limit: 5 });
  const requesters = retrainings.flatMap(({ requester }) => (requester.kind === 'person' ? [requester.objectId] : []));
  const card = renderHistoryCard({
    title: file.project,
    releases,
    total: await countReleases(deps.database, file.project),
    retrainings,
    people: { ...file.people, ...(await namesFor(deps, releases)), ...(await findNames(deps.database, requesters)) },
  });
  return { message: { kind: 'card', card } };
}

/** One row of the chain for reading; `steward audit show` has it with all its data. */
function auditLine({ seq, at, actor, action, data, hash }: AuditRow, people: Readonly<Record<string, string>>): string {
  const facts = Object.entries(typeof data === 'object' && data !== null ? data : {}).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' ? [`${name} ${shortened(String(value))}`] : [],
  );
  const who = people[actor] ?? actor;
  const what = action
    .replace(/^release\./, '')
    .replaceAll('_', ' ')
    .replace('.', ' ');
  return [`${at.slice(0, 19)}Z  ${what}, by ${who}`, ...facts, `row ${seq}, hash ${hash.slice(7, 19)}`].join('; ');
}

/** Digests by their first digits, long words cut: whole ones are in the chain. */
function shortened(value: string): string {
  if (/^sha256:[0-9a-f]{64}$/.test(value)) return value.slice(7, 19);
  return value.length > 120 ? `${value.slice(0, 120)}…` : value;
}
