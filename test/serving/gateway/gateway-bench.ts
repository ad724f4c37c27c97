import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GatewayDeployment } from '../../../formats/gateway/deployment';
import type { Counters } from '../../../serving/gateway/counters';
import { loadModel } from '../../../serving/model-server/load-model';
import { type ModelServer, startModelServer } from '../../../serving/model-server/server';
import { makeModel } from '../model-server/scoring-model';

export const deployment: GatewayDeployment = {
  project: 'hmeq',
  environment: 'production',
  release: 17,
  version: 'v4',
  packageDigest: `sha256:${'a'.repeat(64)}`,
  contract: {
    inputs: [
      { name: 'LOAN', type: 'number' },
      { name: 'JOB', type: 'text' },
    ],
    outputs: [{ name: 'P_BAD1', type: 'number' }],
    outcome: { name: 'BAD', event: '1' },
  },
  call: {
    method: 'classify',
    signature: 'serving_default',
    rows: 'examples',
    score: { kind: 'label', label: '1' },
  },
  recording: { mode: 'fast', whenFull: 'gap' },
};

/** The test model's own server, in this process. */
export function serveTestModel(): Promise<ModelServer> {
  const fault = (error: unknown): never => {
    throw error;
  };
  return startModelServer({
    model: loadModel(makeModel()),
    name: 'hmeq',
    version: '7',
    host: '127.0.0.1',
    port: 0,
    onFault: fault,
  });
}

export interface GatewayProcess {
  readonly port: number;
  readonly child: ChildProcess;
  readonly exit: Promise<number | null>;
  readonly counters: () => Promise<Counters>;
  readonly call: (path: string, body: string, headers?: Record<string, string>) => Promise<Response>;
  /** One row by the contract's call. */
  readonly scoreRow: (reference: string, loan: number) => Promise<Response>;
  readonly kill: () => Promise<unknown>;
}

export interface GatewayChoices {
  readonly databaseUrl: string;
  readonly modelPort: number;
  readonly recording?: GatewayDeployment['recording'];
  readonly spoolMegabytes?: number;
}

const top = join(__dirname, '../../..');
const source = { path: join(top, 'serving/gateway/main.ts'), execArgv: ['--require', require.resolve('tsx/cjs')] };
/** As in production: what runs TypeScript on the fly makes each function dearer. */
const compiled = { path: join(top, 'dist/serving/gateway/main.js'), execArgv: [] };
const nobody = 'postgres://nobody:nothing@127.0.0.1:1/none';

/** Gateways as processes of their own on one spool folder. `built`: those of the last `npm run build`. */
export function openGatewayBench({ built = false }: { readonly built?: boolean } = {}) {
  const program = built ? compiled : source;
  const folder = mkdtempSync(join(tmpdir(), 'steward-gateway-'));
  const spool = join(folder, 'spool');
  const children: ChildProcess[] = [];
  const launch = (choices: Partial<GatewayChoices>, args: readonly string[]): ChildProcess => {
    const { databaseUrl = nobody, modelPort = 1, recording = deployment.recording, spoolMegabytes = 64 } = choices;
    const child = fork(program.path, args, {
      execArgv: program.execArgv,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: {
        PATH: process.env['PATH'],
        STEWARD_GATEWAY_DATABASE_URL: databaseUrl,
        STEWARD_GATEWAY_MODEL_URL: `http://127.0.0.1:${modelPort}`,
        STEWARD_GATEWAY_SPOOL_DIR: spool,
        STEWARD_GATEWAY_SPOOL_MB: String(spoolMegabytes),
        STEWARD_GATEWAY_DEPLOYMENT: JSON.stringify({ ...deployment, recording }),
      },
    });
    children.push(child);
    return child;
  };
  return {
    folder,
    spool,
    async start(choices: Partial<GatewayChoices> = {}): Promise<GatewayProcess> {
      const child = launch(choices, []);
      return processOf(child, await readPort(child));
    },
    /** Ships what the spool holds; the exit code. */
    async drain(choices: Partial<GatewayChoices>): Promise<number | null> {
      return exitOf(launch(choices, ['--drain']));
    },
    async close(): Promise<void> {
      await Promise.all(children.map(kill));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function readPort(child: ChildProcess): Promise<number> {
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-4_000)));
  return new Promise((resolve, reject) => {
    child.stdout?.once('data', (chunk: Buffer) =>
      resolve((JSON.parse(chunk.toString()) as { listening: number }).listening),
    );
    child.once('close', () => reject(new Error(`the gateway ended: ${errors}`)));
  });
}

async function exitOf(child: ChildProcess): Promise<number | null> {
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

async function kill(child: ChildProcess): Promise<unknown> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  return gone;
}

function processOf(child: ChildProcess, port: number): GatewayProcess {
  const url = `http://127.0.0.1:${port}`;
  const call: GatewayProcess['call'] = (path, body, headers = {}) =>
    fetch(`${url}/v1/models/hmeq${path}`, { method: 'POST', body, headers });
  return {
    port,
    child,
    exit: exitOf(child),
    call,
    counters: async () => (await (await fetch(`${url}/-/counters`)).json()) as Counters,
    scoreRow: (reference, loan) =>
      call(':classify', `{"examples":[{"LOAN":${loan.toFixed(1)}}]}`, { 'x-request-id': reference }),
    kill: () => kill(child),
  };
}
