import { spawnSync } from 'node:child_process';
import path from 'node:path';

/*
 * Rewrites the golden files: `npm run golden`, or `npm run golden -- test/cards` for some of them. This is the only
 * way to change one; read the difference before you commit it.
 */
const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..');
const asked = process.argv.slice(2);
const places = asked.length > 0 ? asked : ['test/cards'];
const { status } = spawnSync(
  process.execPath,
  [path.join(root, 'node_modules/jest/bin/jest.js'), ...places, '--selectProjects', 'fast'],
  { cwd: root, stdio: 'inherit', env: { ...process.env, STEWARD_GOLDEN: 'write' } },
);
process.exitCode = status ?? 1;
