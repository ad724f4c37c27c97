import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Where the programs that start a cluster lie; undefined: this machine has none. */
export const clusterTools = process.env['STEWARD_TEST_CLUSTER'];

export interface TestCluster {
  readonly kubeconfig: string;
  /** Host and port of its image registry, the same for us and for the node. */
  readonly registry: string;
  /** Ours, as Pods see us; it is there as long as the cluster. */
  readonly hostAddress: string;
  kubectl(...args: string[]): Promise<string>;
  /** Writes a kubeconfig of a ServiceAccount. */
  becomeAccount(file: string, namespace: string, account: string): Promise<void>;
  /** A namespace of its own under the restricted level of Pod Security; gives its name. */
  makeNamespace(): Promise<string>;
  close(): Promise<void>;
}

/** A real cluster of one node, of its own. */
export async function startCluster(): Promise<TestCluster> {
  const directory = await mkdtemp(join(tmpdir(), 'cluster-'));
  await runTool('kube-up', '--dir', directory, '--registry', '--openshift', '--install', '--quiet');
  const facts = parseFacts(await readFile(join(directory, 'env'), 'utf8'));
  const { KUBECONFIG: kubeconfig = '', KUBE_REGISTRY: registry = '', KUBE_NODE_IP: node = '' } = facts;
  const run = promisify(execFile);
  const withConfig = async (file: string, ...args: string[]) =>
    (await run(join(directory, 'bin', 'kubectl'), ['--kubeconfig', file, ...args])).stdout;
  const kubectl = (...args: string[]) => withConfig(kubeconfig, ...args);
  return {
    kubeconfig,
    registry,
    hostAddress: node.replace(/\d+$/, '1'),
    kubectl,
    becomeAccount: async (file, of, account) => {
      const token = (await kubectl('-n', of, 'create', 'token', account)).trim();
      await writeFile(file, await kubectl('config', 'view', '--raw', '--flatten'));
      await withConfig(file, 'config', 'set-credentials', account, `--token=${token}`);
      await withConfig(file, 'config', 'set-context', '--current', `--user=${account}`);
    },
    makeNamespace: async () => {
      const name = `models-${randomUUID().slice(0, 8)}`;
      await kubectl('create', 'namespace', name);
      await kubectl('label', 'namespace', name, 'pod-security.kubernetes.io/enforce=restricted');
      return name;
    },
    close: async () => {
      await runTool('kube-down', '--dir', directory);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Runs one of the cluster's programs and gives its last line. */
export async function runTool(name: string, ...args: string[]): Promise<string> {
  if (clusterTools === undefined) throw new Error('STEWARD_TEST_CLUSTER is not set');
  const { stdout } = await promisify(execFile)(join(clusterTools, name), args, { maxBuffer: 16 * 1024 * 1024 });
  return stdout.trim().split('\n').at(-1) ?? '';
}

function parseFacts(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const at = line.indexOf('=');
      return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 1)] as const];
    }),
  );
}
