import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pack } from 'tar-stream';
import type { DraftImage } from '../build-parts';
import { buildLabel } from './build-names';

const fixed = { uid: 0, gid: 0, mode: 0o644, mtime: new Date(0) } as const;

/** What the daemon is sent: how to build, and the very layer that will be published, which it unpacks. */
export function writeContext(draft: DraftImage, from: string | undefined, build: string): Readable {
  const tar = pack();
  tar.entry({ ...fixed, name: 'Dockerfile' }, writeDockerfile(draft, from, build));
  const { path, size } = draft.layer;
  // A file that cannot be read breaks the context off, and its reader is told.
  pipeline(createReadStream(path), tar.entry({ ...fixed, name: 'model.tar', size })).then(
    () => tar.finalize(),
    (error: unknown) => tar.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  return Readable.from(tar);
}

/** Labels come first: what a build leaves behind at any later point is known by them. */
function writeDockerfile({ config, base }: DraftImage, from: string | undefined, build: string): string {
  const { User = '', Env, Labels } = config.config ?? {};
  const before = new Set(base?.config.config?.Env ?? []);
  const variables = (Env ?? []).filter((line) => !before.has(line)).map((line) => line.split(/=(.*)/s));
  const labels = Object.entries({ [buildLabel]: build, ...newLabels(Labels, base?.config.config?.Labels) });
  return [
    `FROM ${from ?? 'scratch'}`,
    `LABEL ${labels.map(assign).join(' ')}`,
    'ADD model.tar /',
    ...(variables.length === 0 ? [] : [`ENV ${variables.map(assign).join(' ')}`]),
    `USER ${User}`,
    '',
  ].join('\n');
}

type Texts = Readonly<Record<string, string>> | null | undefined;

function newLabels(labels: Texts, before: Texts): Record<string, string> {
  return Object.fromEntries(Object.entries(labels ?? {}).filter(([name, value]) => before?.[name] !== value));
}

/** By a Dockerfile's rules: in double quotes only these three mean something. */
function assign([name = '', value = '']: readonly string[]): string {
  return `${name}="${value.replace(/["\\$]/g, '\\$&')}"`;
}
