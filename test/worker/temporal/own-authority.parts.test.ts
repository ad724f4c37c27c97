import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from '../../../domain/logger';
import { temporalSettings } from '../../../formats/settings/temporal-settings';
import { connectClient } from '../../../workflows/client/connect-client';
import { installRuntime, startWorker } from '../../../worker/temporal/run-worker';
import { testServers } from '../../support/run-state';
import { scratchFolder } from '../../support/scratch-folder';
import { startTlsProxy, type TlsProxy } from '../../support/tls-proxy';
import { check } from '../check/check-bench';

const folder = scratchFolder();
const { temporalAddress, temporalNamespace } = testServers();
const nothing = (): void => undefined;
const silent: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing, child: () => silent };
let proxy: TlsProxy;

beforeAll(async () => {
  installRuntime(silent);
  proxy = await startTlsProxy(Number(temporalAddress.split(':')[1]), folder);
});

afterAll(() => proxy.close());

const settingsWith = (authority: string | undefined) =>
  temporalSettings({
    ...{ TEMPORAL_ADDRESS: proxy.address, TEMPORAL_NAMESPACE: temporalNamespace, TEMPORAL_TLS: true },
    ...{ TEMPORAL_CA_FILE: authority, TEMPORAL_API_KEY: undefined },
  });

async function asClient(authority?: string): Promise<string> {
  const { connection } = connectClient(settingsWith(authority));
  return connection.workflowService
    .getSystemInfo({})
    .then(({ serverVersion }) => serverVersion)
    .finally(() => connection.close());
}

async function asWorker(authority?: string): Promise<void> {
  const worker = await startWorker({
    temporal: settingsWith(authority),
    taskQueue: `test-${randomUUID()}`,
    activities: { nothing: () => Promise.resolve() },
    interceptors: () => ({}),
    slots: 1,
  });
  await worker.stop();
}

describe('Temporal over TLS', () => {
  it('Temporal over TLS: clients and workers trust the authority that the settings name', async () => {
    expect(await asClient(proxy.authority)).not.toBe('');
    await asWorker(proxy.authority);
  });

  it('Temporal over TLS: neither trusts an authority that nobody named', async () => {
    await expect(asClient()).rejects.toThrow();
    await expect(asWorker()).rejects.toThrow();
  });

  it('Temporal over TLS: `steward check` judges by the same authorities, and names the setting', async () => {
    const settings = { TEMPORAL_ADDRESS: proxy.address, TEMPORAL_NAMESPACE: temporalNamespace, TEMPORAL_TLS: 'true' };
    const without = (await check(settings)).line('Temporal: connection');
    expect(without).toMatchObject({ state: 'failed', reason: 'check_engine_away', route: 'direct, TLS' });
    expect(without.cure).toContain('TEMPORAL_CA_FILE');
    const mended = await check({ ...settings, TEMPORAL_CA_FILE: proxy.authority });
    expect(mended.line('Temporal: namespace')).toMatchObject({
      ...{ state: 'ok', route: 'direct, TLS, authorities of TEMPORAL_CA_FILE' },
    });
  });

  it('Temporal over TLS: a file without certificates is a wrong setting', async () => {
    const empty = path.join(folder, 'empty.pem');
    await writeFile(empty, '');
    for (const TEMPORAL_CA_FILE of [empty, path.join(folder, 'none.pem')]) {
      const { line } = await check({ TEMPORAL_ADDRESS: proxy.address, TEMPORAL_CA_FILE });
      expect(line('Temporal: settings')).toMatchObject({ state: 'failed', reason: 'settings_invalid' });
      expect(line('Temporal: settings').found).toContain('TEMPORAL_CA_FILE');
    }
  });
});
