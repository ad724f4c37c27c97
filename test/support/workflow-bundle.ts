import { createHash } from 'node:crypto';
import { access, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundlePath } from '@temporalio/worker';
import { repositoryRoot } from './run-state';

const folder = path.join(repositoryRoot, 'node_modules/.cache/steward');

/** The workflow code as one file for `Worker.create({ workflowBundle })`; made anew only when its sources changed. */
export async function workflowBundle(): Promise<WorkflowBundlePath> {
  const codePath = path.join(folder, `workflow-bundle-${await hashSources()}.js`);
  const known = await access(codePath).then(
    () => true,
    () => false,
  );
  if (known) return { codePath };
  const { code } = await bundleWorkflowCode({
    workflowsPath: path.join(repositoryRoot, 'workflows/index.ts'),
    logger: new DefaultLogger('WARN'),
  });
  await mkdir(folder, { recursive: true });
  // Two test files may be at it at once: each writes its own and the rename decides.
  const own = `${codePath}.${process.pid}`;
  await writeFile(own, code);
  await rename(own, codePath);
  return { codePath };
}

async function hashSources(): Promise<string> {
  const hash = createHash('sha256');
  const files = ['package-lock.json', ...(await listSources('workflows')), ...(await listSources('domain'))];
  for (const file of files) hash.update(file).update(await readFile(path.join(repositoryRoot, file)));
  return hash.digest('hex').slice(0, 16);
}

async function listSources(room: string): Promise<string[]> {
  const names = await readdir(path.join(repositoryRoot, room), { recursive: true });
  return names
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => path.join(room, name));
}
