import { fstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { errorText, StewardError } from '../../domain/errors';
import { loadModel } from './load-model';
import { startModelServer } from './server';

/** How long requests that are under way may take when the server is told to stop. */
const graceMs = 5_000;

const usage = 'model-server --model DIR --name NAME --version NUMBER [--host 127.0.0.1] [--port 0]';

interface Arguments {
  readonly model: string;
  readonly name: string;
  readonly version: string;
  readonly host: string;
  readonly port: number;
}

function readArguments(): Arguments {
  const { values } = parseArgs({
    options: {
      model: { type: 'string' },
      name: { type: 'string' },
      version: { type: 'string' },
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '0' },
    },
  });
  const { model, name, version, host } = values;
  const port = Number(values.port);
  const wrong =
    (model === undefined && '--model is missing') ||
    (name === undefined && '--name is missing') ||
    (!/^\d{1,18}$/.test(version ?? '') && '--version must be a whole number') ||
    (!(Number.isInteger(port) && port >= 0 && port <= 65_535) && '--port must be 0 … 65535');
  if (typeof wrong === 'string' || model === undefined || name === undefined || version === undefined) {
    throw new StewardError('model_server_arguments', { why: String(wrong), usage });
  }
  return { model, name, version, host, port };
}

function readModel(folder: string): Buffer {
  try {
    return readFileSync(join(folder, 'saved_model.pb'));
  } catch (error) {
    throw new StewardError('saved_model_unreadable', { why: errorText(error) }, { cause: error });
  }
}

/** Calls `end` when whoever started this process goes away: its message channel or its end of the pipe closes. */
function watchParent(end: () => void): void {
  process.once('disconnect', end);
  const input = fstatSync(0);
  if (input.isFIFO() || input.isSocket()) process.stdin.once('end', end).once('error', end).resume();
}

function report(error: unknown): void {
  process.stderr.write(`${JSON.stringify({ error: errorText(error) })}\n`);
}

async function main(): Promise<void> {
  const { model, name, version, host, port } = readArguments();
  const ended = new Promise<void>((resolve) => {
    process.once('SIGTERM', resolve).once('SIGINT', resolve);
    watchParent(resolve);
  });
  const loaded = loadModel(readModel(model));
  const served = { model: loaded, name, version: String(BigInt(version)) };
  const server = await startModelServer({ ...served, host, port, onFault: report });
  process.stdout.write(`${JSON.stringify({ listening: server.port })}\n`);
  await ended;
  await server.stop(graceMs);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    report(error);
    process.exit(1);
  },
);
