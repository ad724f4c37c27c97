import type { CommandSpec } from '../../../bot/grammar/command-spec';

const base = { flags: [], reason: 'none', details: 'Long words.\nSecond line.', summary: 'Short words.' } as const;

/** Commands of every shape that the grammar knows. */
export const specs = [
  {
    ...base,
    name: 'help',
    arguments: [{ name: 'command', kind: 'command', required: false, summary: 'the command to explain' }],
    examples: ['help deploy'],
  },
  {
    ...base,
    name: 'deploy',
    permission: 'deploy',
    arguments: [
      { name: 'version', kind: 'version', required: true, summary: 'the version to release' },
      { name: 'environment', kind: 'environment', required: false, after: 'to', summary: 'where to' },
    ],
    flags: [
      { name: 'dry-run', summary: 'only say what would happen' },
      { name: 'base', value: 'image', summary: 'the base image' },
    ],
    reason: 'optional',
    examples: ['deploy champion to production'],
  },
  {
    ...base,
    name: 'set champion',
    permission: 'set-champion',
    arguments: [{ name: 'version', kind: 'version', required: true, summary: 'the version to name' }],
    reason: 'required',
    examples: ['set champion v4 -- best on recent data'],
  },
  {
    ...base,
    name: 'approve',
    permission: 'approve',
    arguments: [
      { name: 'release', kind: 'release', required: true, summary: 'the release' },
      { name: 'hash', kind: 'hash', required: false, summary: 'the hash on its card' },
    ],
    reason: 'required',
    examples: ['approve r17 8c1f -- looks right'],
  },
  {
    ...base,
    name: 'register',
    permission: 'register',
    arguments: [{ name: 'package', kind: 'package', required: false, summary: 'the file' }],
    examples: ['register champion.zip'],
  },
  {
    ...base,
    name: 'status',
    arguments: [{ name: 'topic', kind: 'word', required: false, summary: 'what of' }],
    examples: ['status'],
  },
] as const satisfies readonly CommandSpec[];
