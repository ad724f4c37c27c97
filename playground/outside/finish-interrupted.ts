import { bringDelivery } from './deliver-outcomes';
import { type Scene, several } from './scene';
import { scoreBatch } from './score-batch';

/** What an earlier process left in the middle: outcomes on their way are delivered, those who were not answered are sent again. */
export function finishInterrupted(
  scene: Scene,
  begin: (what: string, of: number, work: () => Promise<void>) => void,
): void {
  const { world, tell } = scene;
  const { facts, lost } = world;
  for (const { number, rows } of lost)
    tell(
      'failed',
      `The files of batch ${number} (${several(rows, 'applicant')}) are gone: what became of them is never told. Send others in their place.`,
    );
  const { delivery } = facts;
  const unfinished = facts.batches.filter(({ over }) => !over);
  if (delivery === null && unfinished.length === 0) return;
  const of = unfinished.at(-1)?.rows ?? delivery?.outcomes ?? 0;
  begin('What was interrupted is finished', of, async () => {
    if (delivery !== null) await bringDelivery(scene, delivery);
    for (const batch of unfinished) await scoreBatch(scene, batch);
  });
}
