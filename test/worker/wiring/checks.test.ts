import { readdirSync } from 'node:fs';
import path from 'node:path';
import { neededMigration } from '../../../worker/wiring/checks';
import { repositoryRoot } from '../../support/run-state';

describe('what a process looks at before it calls itself ready', () => {
  it('checks: the schema that is waited for is the one that the newest migration makes', () => {
    const files = readdirSync(path.join(repositoryRoot, 'database/migrations'));
    expect(`${neededMigration}.sql`).toBe(files.sort().at(-1));
  });
});
