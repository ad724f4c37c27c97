import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'yaml';
import { repositoryRoot } from '../support/run-state';

export interface OverlayParts {
  /** Images by the names that the evaluation overlay gives them; values are `name@digest`. */
  readonly images: Readonly<Record<'steward' | 'docker.io/library/postgres' | 'docker.io/temporalio/temporal', string>>;
  readonly settings: Readonly<Record<string, string>>;
  /** Relays in the Pods of bot and worker, as `host:port=host:port`. */
  readonly relays: readonly string[];
}

/** The port that the bot's relay listens on, as the bot itself trusts loopback only while a stand-in plays Teams. */
export const relayPort = 8711;

const script = `
const net = require('node:net');
for (const pair of process.argv.slice(1)) {
  const [[fromHost, fromPort], [toHost, toPort]] = pair.split('=').map((end) => end.split(':'));
  net.createServer((client) => {
    const up = net.connect(Number(toPort), toHost);
    client.pipe(up).pipe(client);
    client.on('error', () => up.destroy());
    up.on('error', () => client.destroy());
  }).listen(Number(fromPort), fromHost);
}`;

/** An installation's own overlay that adds components to a part of `deploy/`. Written into `folder`; gives its path. */
export async function writeComposition(folder: string, part: string, components: readonly string[]): Promise<string> {
  const directory = path.join(folder, `composition-of-${path.basename(part)}`);
  await mkdir(directory);
  const relative = (name: string) => path.relative(directory, path.join(repositoryRoot, 'deploy', name));
  const kustomization = {
    ...{ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' },
    ...{ resources: [relative(part)], components: components.map((name) => relative(`components/${name}`)) },
  };
  await writeFile(path.join(directory, 'kustomization.yaml'), stringify(kustomization));
  return directory;
}

/**
 * An installation's own overlay on top of the evaluation's: images, settings, and beside bot and worker a relay to the
 * stand-in for Teams, which is on the host. Written into `folder`; gives its path.
 */
export async function writeOverlay(folder: string, parts: OverlayParts): Promise<string> {
  const directory = path.join(folder, `overlay-${Date.now()}`);
  await mkdir(directory);
  const relay = {
    ...{ name: 'relay', image: 'steward', command: ['node', '-e', script, ...parts.relays] },
    resources: { requests: { cpu: '5m', memory: '32Mi' }, limits: { memory: '128Mi' } },
    // What the bot still says when it ends goes out through here.
    lifecycle: { preStop: { sleep: { seconds: 12 } } },
    securityContext: {
      ...{ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
    },
  };
  const beside = (name: string) => ({
    target: { kind: 'Deployment', name },
    patch: stringify([{ op: 'add', path: '/spec/template/spec/containers/-', value: relay }], { lineWidth: 0 }),
  });
  const kustomization = {
    ...{ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' },
    resources: [path.relative(directory, path.join(repositoryRoot, 'deploy/overlays/evaluation'))],
    configMapGenerator: [
      {
        ...{ name: 'steward-settings', namespace: 'steward', behavior: 'merge' },
        literals: Object.entries(parts.settings).map(([name, value]) => `${name}=${value}`),
      },
    ],
    images: Object.entries(parts.images).map(([name, image]) => {
      const [newName, digest] = image.split('@');
      return { name, newName, digest };
    }),
    patches: [
      beside('steward-bot'),
      beside('steward-worker'),
      {
        target: { kind: 'Service', name: 'steward-messages' },
        patch: stringify([{ op: 'replace', path: '/spec/ports/0/targetPort', value: relayPort }]),
      },
    ],
  };
  await writeFile(path.join(directory, 'kustomization.yaml'), stringify(kustomization, { lineWidth: 0 }));
  return directory;
}
