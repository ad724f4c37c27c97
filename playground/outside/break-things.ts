import { messageOf } from '../client/failure';
import { hearTrouble } from './ask-model';
import { type Scene, several } from './scene';

/** Milliseconds between two looks whether a model server is back, and for how long anybody looks. */
const looks = { every: 100, most: 1_200 } as const;

/** Kills the model server that serves. What the answer resolves with waits until it is back, and says so. */
export async function breakModelServer(scene: Scene, show: (serving: boolean) => void): Promise<() => Promise<void>> {
  const { address, signal, starter, tell, now } = scene;
  const version = await starter.breakModelServer();
  const from = now().getTime();
  show(false);
  const heard = await hearTrouble(address, signal);
  const told = heard === undefined ? '' : ` Whoever asks now hears ${heard.replace(/\.$/, '')}.`;
  tell('trouble', `The model server of ${version} was killed.${told} Clients send their rows again until it is back.`);
  return () => awaitReturn(scene, version, from, show);
}

async function awaitReturn(scene: Scene, version: string, from: number, show: (serving: boolean) => void) {
  const { address, signal, pause, tell, now } = scene;
  for (let look = 0; look < looks.most && !signal.aborted; look += 1) {
    if ((await hearTrouble(address, signal)) === undefined) {
      show(true);
      return tell('done', `The model server of ${version} answers again, ${sayTime(now().getTime() - from)} later.`);
    }
    await pause(looks.every, signal);
  }
  tell('failed', `The model server of ${version} has not come back. The reason is in logs/local-host.log.`);
}

/** Takes the database away. What the answer resolves with waits until it is back, and says so. */
export async function cutDatabase(scene: Scene, seconds: number): Promise<() => Promise<void>> {
  const { starter, tell, now } = scene;
  const { back } = await starter.cutDatabase(seconds);
  const from = now().getTime();
  tell(
    'trouble',
    `The database is cut off for ${several(seconds, 'second')}. Scoring goes on, and its rows wait in the spool; commands wait for the database.`,
  );
  return async () => {
    try {
      await back;
      tell(
        'done',
        `The database is back, ${sayTime(now().getTime() - from)} later; rows that waited are recorded now.`,
      );
    } catch (error) {
      if (!scene.signal.aborted) tell('failed', `The database is not back: ${messageOf(error)}`);
    }
  };
}

function sayTime(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
