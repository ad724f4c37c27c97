import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { createDatasetStore } from '../../../activities/training/dataset-store';
import { scratchFolder } from '../../support/scratch-folder';

const folder = scratchFolder();

describe('createDatasetStore', () => {
  it('createDatasetStore: a log is for its owner alone, and the newest takes the place of one before', async () => {
    const directory = path.join(folder, 'datasets');
    const store = createDatasetStore({ directory });
    await store.putLog('t5.log', Buffer.from('first'));
    await store.putLog('t5.log', Buffer.from('second'));
    const file = path.join(directory, 't5.log');
    expect(readFileSync(file, 'utf8')).toBe('second');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(readdirSync(path.join(directory, '.drafts'))).toEqual([]);
  });
});
