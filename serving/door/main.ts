import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { errorText } from '../../domain/errors';
import { dockerPorts } from '../../formats/docker/ports';
import { createLineLogger } from '../write-log';
import { runDoor } from './run-door';

/** Ms that requests which are under way may take when the door is told to stop. */
const patience = 5_000;

/** `door --directory DIR` */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { directory: { type: 'string' } } });
  if (values.directory === undefined) throw new Error('door --directory DIR: the folder is missing');
  const log = createLineLogger({ write: (line) => process.stderr.write(line), process: 'door', secrets: [] });
  const ports = { port: dockerPorts.door, controlPort: dockerPorts.doorControl };
  const door = await runDoor({ directory: values.directory, host: '0.0.0.0', ...ports }, log);
  await Promise.race(['SIGINT', 'SIGTERM'].map((signal) => once(process, signal)));
  await door.close(patience);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${errorText(error)}\n`);
    process.exit(1);
  },
);
