import path from 'node:path';
import { childEnvironment } from './child-environment';
import { joinSampleChannel } from './join-channel';
import { nodeArguments, ownCodeRoot } from './code-root';
import { runTool } from './run-tool';
import type { FirstStart } from './start-laptop';

/** Both together take a few seconds; what takes longer than this (milliseconds) stands still. */
const timeout = 120_000;

/**
 * Lays the sample into a new folder as people would: its packages into the inbox, its project file applied, the app in
 * the team, the channel connected.
 */
export function createSampleStart(env: Readonly<Record<string, string | undefined>>): FirstStart {
  return async ({ settings, say }) => {
    const home = settings.STEWARD_HOME;
    const run = async (entry: string, ...words: readonly string[]): Promise<string> => {
      const args = [...nodeArguments(ownCodeRoot(), entry), ...words];
      return runTool(process.execPath, args, { env: childEnvironment(env, { STEWARD_HOME: home }), timeout });
    };
    say('First start: making up applicants and training two models on them…');
    const laid = await run('playground/sample/main');
    say(laid.trimEnd().split('\n').at(-1) ?? '');
    const applied = await run('cli/main', 'project', 'apply', path.join(home, 'hmeq.project.yaml'));
    say(applied.trimEnd().split('\n').at(-1) ?? '');
    // Another channel has people and channels of its own: somebody there types "connect hmeq".
    if (settings.STEWARD_BOT_INSECURE_LOCAL !== undefined) return;
    say(await joinSampleChannel(settings.STEWARD_CONNECTOR_URL, AbortSignal.timeout(timeout)));
  };
}
