import { createProgramTrainer } from '../../../activities/training/train-by-program';
import { describeTrainer } from '../../contracts/trainer';
import { scratchFolder } from '../../support/scratch-folder';
import { makeOrder, openDatasets } from '../../support/training-order';

const folder = scratchFolder();
const environment = { PATH: process.env['PATH'] ?? '' };

describeTrainer('a trainer beside the builder', async () => {
  const { store, dataset } = await openDatasets(folder);
  return {
    train: (code, change) => {
      const { order, ...run } = makeOrder(folder, dataset, change);
      return {
        ...run,
        ended: createProgramTrainer([process.execPath, '-e', code], { datasets: store, environment })(order),
      };
    },
    enough: 1_500,
    isGone: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
});
