import { readFile } from 'node:fs/promises';
import { workflowBundle } from '../support/workflow-bundle';

/** What the engine's own workflow library consists of. */
const expected = ['@temporalio/common', '@temporalio/workflow', 'long', 'ms', 'nexus-rpc'];
const megabyte = 1024 * 1024;

describe('the workflow bundle', () => {
  const code = async (): Promise<string> => {
    const { codePath } = await workflowBundle();
    return (await readFile(codePath, 'utf8')).replace(/\n\/\/# sourceMappingURL=.*\s*$/, '');
  };

  it('workflow bundle: stays below 1 MB without its source map', async () => {
    expect(Buffer.byteLength(await code())).toBeLessThan(megabyte);
  });

  it('workflow bundle: holds the engine and our own words, and no other package', async () => {
    const paths = (await code()).matchAll(/node_modules\/((?:@[\w.-]+\/)?[\w.-]+)/g);
    const packages = [...new Set([...paths].map(([, name]) => name ?? ''))];
    expect(packages.filter((name) => !expected.includes(name))).toEqual([]);
    expect(packages).toContain('@temporalio/workflow');
  });
});
