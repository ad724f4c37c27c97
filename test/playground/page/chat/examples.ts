import type { Message } from '../../../../playground/page/wire/chat';
import type { CommandHint } from '../../../../playground/page/wire/commands';
import type { Environment, Overview } from '../../../../playground/page/wire/overview';
import { environment } from '../panel/examples';

export function createMessage(id: string, more: Partial<Message> = {}): Message {
  return {
    id,
    conversation: 'hmeq',
    thread: id,
    author: { kind: 'bot', name: 'Steward' },
    at: '2026-11-26T12:00:00.000Z',
    edits: 0,
    deleted: false,
    views: {},
    notices: [],
    ...more,
  };
}

function createCommand(usage: string, summary: string, kinds: CommandHint['arguments'] = []): CommandHint {
  const name = usage.replace(/ [[<-].*$/, '');
  return { name, usage, summary, arguments: kinds, examples: [name] };
}

const version = { name: 'version', kind: 'version', required: true };

/** A few commands of each form that there is. */
export const commands: readonly CommandHint[] = [
  createCommand('help [<command>]', 'What you can do here', [{ name: 'command', kind: 'command', required: false }]),
  createCommand('register [<package>]', 'Register a package from the inbox', [
    { name: 'package', kind: 'package', required: false },
  ]),
  createCommand('set champion <version> -- <reason>', 'Name the version that is the best', [version]),
  createCommand('deploy <version> [to <environment>] [-- <reason>]', 'Bring a version to an environment', [
    version,
    { name: 'environment', kind: 'environment', after: 'to', required: false },
  ]),
  createCommand('cancel <task> [-- <reason>]', 'Stop a release or a retraining', [
    { name: 'task', kind: 'task', required: true },
  ]),
  createCommand('snooze <alert> [--for <time>] [-- <reason>]', 'Silence an alert', [
    { name: 'alert', kind: 'alert', required: true },
  ]),
  createCommand('approve <release> <shown> -- <reason>', 'Say yes to a release', [
    { name: 'release', kind: 'release', required: true },
    { name: 'shown', kind: 'hash', required: true },
  ]),
  createCommand('status', 'What serves where'),
];

type Release = NonNullable<Environment['release']>;

export function createRelease(state: string, version: string): Release {
  return {
    name: 'r7',
    version,
    state,
    stateWords: 'Waiting for approval',
    requestedBy: 'Dana Okafor',
    requestedAt: '2026-11-26T12:00:00.000Z',
    endedAt: null,
    shown: state === 'waiting' ? '8c1f' : null,
    workflowId: 'release/hmeq/production',
    approval: null,
    steps: [],
  };
}

/** A project with two environments, in one of which something is going on. */
export function createOverview(production: Partial<Environment> = {}): Overview {
  return {
    project: 'hmeq',
    champion: 'v9',
    challenger: 'v10',
    outcome: { name: 'BAD', event: '1' },
    environments: [environment({ name: 'staging', leading: false }), environment(production)],
  };
}
