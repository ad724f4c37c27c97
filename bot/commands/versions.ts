import type { ChatAnswer } from '../teams/chat-event';
import { escapeMarkdown } from '../../cards/elements/escape-markdown';
import { renderVersionsCard } from '../../cards/versions-card';
import { findPeople } from '../../database/people';
import { findPointer } from '../../database/pointers';
import { findServing } from '../../database/servings';
import { readVersionEvidence } from '../../database/version-evidence';
import { countVersions, getVersion, listVersions, type Version } from '../../database/versions';
import { StewardError } from '../../domain/errors';
import { unsupportedOp } from '../../domain/model-ops';
import { describePackage } from '../../domain/package/findings';
import type { DeclaredMetric } from '../../domain/package/manifest';
import { type BotDependencies, type Command, type ProjectCall, textReply } from './command';
import { inProject } from './in-project';

export const versions: Command = {
  spec: {
    name: 'versions',
    permission: 'versions',
    arguments: [{ name: 'version', kind: 'version', required: false, summary: 'one version, in full' }],
    flags: [],
    reason: 'none',
    examples: ['versions', 'versions v4'],
    summary: 'The registered versions, or all about one',
    details: 'Names the champion and what serves where.',
  },
  run: inProject(runVersions, 'versions'),
};

async function runVersions(deps: BotDependencies, call: ProjectCall): Promise<ChatAnswer> {
  const { database } = deps;
  const { project, environments, people: names } = call.project.file;
  const asked = call.invocation.args['version'];
  const champion = await findPointer(database, project, 'champion');
  if (asked === 'champion' && !champion) throw new StewardError('no_champion', { project });
  if (asked !== undefined)
    return textReply(await fullRecord(deps, project, asked === 'champion' ? (champion?.label ?? asked) : asked));
  const challenger = await findPointer(database, project, 'challenger');
  const newest = await listVersions(database, project, 12);
  const known = await readVersionEvidence(
    database,
    project,
    newest.map(({ label }) => label),
  );
  const people = await findPeople(
    database,
    newest.map(({ modeller }) => modeller),
  );
  const serving = await Promise.all(
    Object.keys(environments).map(async (name) => ({ name, serving: await findServing(database, project, name) })),
  );
  const card = renderVersionsCard({
    title: project,
    total: await countVersions(database, project),
    versions: newest.map((version) => ({
      label: version.label,
      packageDigest: version.manifest.packageDigest,
      format: version.manifest.format,
      registeredBy: people[version.modeller]?.name ?? names[version.modeller] ?? version.modeller,
      registeredAt: version.registeredAt,
      servesIn: serving.filter((place) => place.serving?.version === version.label).map((place) => place.name),
      ...optionalMetric(version),
      ...known.get(version.label),
    })),
    ...(champion ? { champion: champion.label } : {}),
    ...(challenger ? { challenger: challenger.label } : {}),
  });
  return { message: { kind: 'card', card } };
}

/** KS stands for a version where its package declares one, else the first figure that it declares. */
function optionalMetric({ manifest }: Version): { metric?: DeclaredMetric } {
  const metrics = manifest.declaredMetrics;
  const metric = metrics.find(({ name }) => name.toLowerCase() === 'ks') ?? metrics[0];
  return metric ? { metric } : {};
}

async function fullRecord(deps: BotDependencies, project: string, label: string): Promise<string> {
  const { manifest } = await getVersion(deps.database, project, label);
  const lines = describePackage(manifest, unsupportedOp(manifest.model.ops));
  // Much of it is the package's own words: they are shown letter by letter.
  return [`${project} ${label}`, ...lines.map(escapeMarkdown)].join('\n');
}
