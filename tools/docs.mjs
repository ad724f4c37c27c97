/**
 * `npm run docs`: writes the references below docs/reference/, .env.example and the embedded samples from the code that
 * they tell about. `npm run docs:check` writes nothing and fails when one of them is out of date.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { renderCommands } from './docs/commands.mjs';
import { renderConfiguration, renderEnvExample } from './docs/configuration.mjs';
import { renderModelOps } from './docs/model-ops.mjs';
import { renderMonitoringRules } from './docs/monitoring-rules.mjs';
import { renderObservationRules } from './docs/observation-rules.mjs';
import { embedSample } from './docs/project-file.mjs';
import { renderReasonCodes } from './docs/reason-codes.mjs';
import { renderRooms } from './docs/rooms.mjs';
import { renderShell } from './docs/shell.mjs';

const root = path.resolve(import.meta.dirname, '..');

/** Every document that is made of code; each function gets the document as it is and returns what it should be. */
const documents = {
  '.env.example': renderEnvExample,
  'docs/project-file.md': embedSample,
  'docs/reference/commands.md': renderCommands,
  'docs/reference/configuration.md': renderConfiguration,
  'docs/reference/model-ops.md': renderModelOps,
  'docs/reference/monitoring-rules.md': renderMonitoringRules,
  'docs/reference/observation-rules.md': renderObservationRules,
  'docs/reference/reason-codes.md': renderReasonCodes,
  'docs/reference/rooms.md': renderRooms,
  'docs/reference/shell.md': renderShell,
};

async function main() {
  const check = process.argv.includes('--check');
  const stale = [];
  for (const [name, render] of Object.entries(documents)) {
    const file = path.join(root, name);
    const before = await readFile(file, 'utf8').catch(() => '');
    const after = await render(before);
    if (before === after) continue;
    stale.push(name);
    if (check) continue;
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, after);
  }
  const count = Object.keys(documents).length;
  if (stale.length === 0) process.stdout.write(`All ${count} generated documents are up to date.\n`);
  else if (!check) process.stdout.write(`Written: ${stale.join(', ')}.\n`);
  else {
    process.stderr.write(`Out of date: ${stale.join(', ')}. Run \`npm run docs\` and commit what it writes.\n`);
    process.exitCode = 1;
  }
}

await main();
