import { setTimeout as wait } from 'node:timers/promises';
import { join } from 'node:path';
import { runLocalHost } from '../../../serving/local-host/run-local-host';
import { gatewaySettings } from './gateway-settings';
import { createLineLogger } from '../../../serving/local-host/write-log';

/** A local host as a process of its own, for tests that kill it: `host-process <directory> <port> <token>`. */
const [directory = '', port = '0', token = ''] = process.argv.slice(2);
const log = createLineLogger((line) => process.stderr.write(line), [token]);
void runLocalHost(
  {
    port: Number(port),
    token,
    directory,
    maxModels: 16,
    maxInFlight: 64,
    startPatience: 10_000,
    gateway: gatewaySettings(directory),
  },
  {
    log,
    now: () => performance.now(),
    pause: (ms, signal) => wait(ms, undefined, { signal }).catch(() => undefined),
    modelServer: { script: join(__dirname, 'stand-in-model-server.js'), execArgv: [], environment: {} },
    gateway: { script: join(__dirname, 'stand-in-gateway.js'), execArgv: [], environment: {} },
  },
).then((host) => process.send?.({ port: host.port }));
