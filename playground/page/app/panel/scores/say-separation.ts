import type { Distribution } from '../../../wire/overview';
import { sayCount } from '../words/say-count';

export type ScoreClass = 'events' | 'others';

/** How many of a class there are. */
export function countClass({ bins }: Pick<Distribution, 'bins'>, of: ScoreClass): number {
  return bins.reduce((sum, bin) => sum + bin[of], 0);
}

/** Where half of a class lies below, within its bin by proportion; undefined for an empty class. */
export function findMiddle({ bins }: Pick<Distribution, 'bins'>, of: ScoreClass): number | undefined {
  const half = countClass({ bins }, of) / 2;
  let below = 0;
  for (const bin of bins) {
    if (bin[of] > 0 && below + bin[of] >= half) return bin.from + ((half - below) / bin[of]) * (bin.to - bin.from);
    below += bin[of];
  }
  return undefined;
}

/** The picture in a sentence, for who cannot see it and for who wonders what it says. */
export function saySeparation(distribution: Distribution): string {
  const { window, version } = distribution;
  const [event, other] = [findMiddle(distribution, 'events'), findMiddle(distribution, 'others')];
  const where = `In window ${window} of ${version}`;
  if (event === undefined && other === undefined) return `${where} no outcome is known.`;
  if (event === undefined)
    return `${where} there are no events, only ${sayCount(countClass(distribution, 'others'))} others.`;
  if (other === undefined)
    return `${where} there are only events, ${sayCount(countClass(distribution, 'events'))} of them.`;
  const halves = `half of the ${sayCount(countClass(distribution, 'events'))} events score above ${event.toFixed(2)}, half of the ${sayCount(countClass(distribution, 'others'))} others below ${other.toFixed(2)}`;
  return `${where}, ${halves}${event > other ? '.' : ': the scores point the wrong way.'}`;
}
