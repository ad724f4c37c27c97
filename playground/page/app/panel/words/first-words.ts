import type { Environment, Overview } from '../../../wire/overview';

/** What to say in the channel so that something serves, as long as nothing does. */
export function firstWords(
  project: Pick<Overview, 'champion'> | null,
  environment: string,
  release: Environment['release'] = null,
): string {
  if (release !== null && release.endedAt === null) return `Nothing serves yet; ${release.name} is under way.`;
  const deploy = `\`@Steward deploy champion to ${environment}\``;
  if (project !== null && project.champion !== null)
    return `Nothing serves yet, and ${project.champion} is the champion. Say ${deploy} in the channel.`;
  return `Nothing serves yet. Say \`@Steward register champion.zip\` in the channel, then ${deploy}.`;
}
