import { mkdtemp } from 'node:fs/promises';
import path from 'node:path';
import { createBuiltInRegistry } from '../../../activities/registry/built-in/create-built-in-registry';
import { createLayoutStore } from '../../../activities/store/layout/create-layout-store';
import { connectDatabase } from '../../../database/database';
import { describeRegistry } from '../../contracts/registry';
import { createTestDatabase } from '../../support/databases';
import { scratchFolder } from '../../support/scratch-folder';

const scratch = scratchFolder();

describeRegistry('the built-in registry', async () => {
  const files = await createTestDatabase();
  const database = connectDatabase({ url: files.url });
  const folder = await mkdtemp(path.join(scratch, 'registry-'));
  const store = createLayoutStore({ directory: path.join(folder, 'store') });
  return {
    registry: createBuiltInRegistry({ database, store }),
    folder,
    close: async () => {
      await database.close();
      await files.drop();
    },
  };
});
