import type { ChatAnswer } from '../teams/chat-event';
import { renderHistoryCard } from '../../cards/history-card';
import { readAuditOf, type AuditRow } from '../../database/audit';
import { countReleases, listReleases } from '../../database/releases';
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
    return textReply([head, ...rows.map(auditLine)].join('\n'));
  }
  const { file } = call.project;
  const releases = await listReleases(deps.database, file.project, 10);
  const card = renderHistoryCard({
    title: file.project,
    releases,
    total: await countReleases(deps.database, file.project),
    people: { ...file.people, ...(await namesFor(deps, releases)) },
  });
  return { message: { kind: 'card', card } };
}

/** One row of the chain; its data without the payloads of cards, which `steward audit` shows. */
function auditLine({ seq, at, actor, action, data, hash }: AuditRow): string {
  const shown = typeof data === 'object' && data !== null && !Array.isArray(data) ? { ...data, card: undefined } : data;
  return `${at}  #${seq} ${action} by ${actor}  ${JSON.stringify(shown).slice(0, 400)}  ${hash.slice(7, 19)}`;
}
