import { hearTrouble } from './ask-model';
import type { Scene } from './scene';

/** Milliseconds between two looks. */
const every = 1_000;

/** Looks again and again whether a model answers, until the world closes. */
export async function watchServing({ address, signal, pause }: Scene, show: (serving: boolean) => void): Promise<void> {
  while (!signal.aborted) {
    show((await hearTrouble(address, signal)) === undefined);
    await pause(every, signal);
  }
}
