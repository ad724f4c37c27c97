/**
 * `node tools/run.mjs worker/laptop/main …`: builds when the sources changed, then becomes that program, in this very
 * process so that signals need no forwarding.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import { buildIfStale } from './build.mjs';

const [entry, ...rest] = process.argv.slice(2);
const file = path.resolve(import.meta.dirname, '..', 'dist', `${entry}.js`);

try {
  await buildIfStale();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
process.argv = [process.argv[0], file, ...rest];
process.setSourceMapsEnabled(true);
createRequire(import.meta.url)(file);
