import path from 'node:path';
import { prepareSample } from './prepare-sample';

/** What the first start of a laptop runs: lays the sample project into `STEWARD_HOME`. */
async function main(): Promise<void> {
  const home = process.env['STEWARD_HOME'];
  if (!home) throw new Error('STEWARD_HOME is not set: it names the folder that the sample project is laid into.');
  await prepareSample(path.resolve(home), (line) => process.stdout.write(`${line}\n`));
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
