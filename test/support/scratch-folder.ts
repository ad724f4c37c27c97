import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of the test file's own, removed after its tests. Call it at the top of a `describe` or file. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'steward-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
