/**
 * How often the 95 % interval of KS covers the true KS:
 *
 *   npx tsx bench/ks-interval-coverage.ts [REPEATS]        (1,000 unless given; about a minute for each 1,000)
 *
 * Scores are normal with the same spread in both classes, four non-events an event; `tied` rounds them so that one score
 * holds about a fifth of the rows. Beside it the plain interval, KS ± 1.96 standard errors. Repeats give each figure a
 * standard error of about 0.7 points.
 */
import { createSeededRandom } from '../domain/statistics/seeded-random';
import { ksInterval } from '../domain/statistics/ks-interval';
import { separation } from '../domain/statistics/ks';

const eventCounts = [100, 200, 400, 1000];
const trueValues = [0.3, 0.45, 0.6];
const othersPerEvent = 4;
const random = createSeededRandom(20_261_126);

function uniform(): number {
  return (random.below(2 ** 31) + 0.5) / 2 ** 31;
}

function normal(): number {
  return Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** Distribution function of the standard normal (Abramowitz and Stegun 26.2.17, within 1e-7). */
function belowNormal(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const tail =
    Math.exp((-x * x) / 2) *
    0.3989422804 *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return x > 0 ? 1 - tail : tail;
}

/** How far apart the means are for this KS, 2Φ(d/2) - 1. */
function distanceFor(ks: number): number {
  let [low, high] = [0, 8];
  for (let round = 0; round < 60; round += 1) {
    const middle = (low + high) / 2;
    if (2 * belowNormal(middle / 2) - 1 < ks) low = middle;
    else high = middle;
  }
  return low;
}

const step = 0.5;

function roundScore(score: number): number {
  return Math.round(score / step) * step;
}

/** KS of the rounded scores: the largest distance at the borders between two of them. */
function tiedValue(distance: number): number {
  const borders = Array.from({ length: 60 }, (_, at) => (at - 30 + 0.5) * step);
  return Math.max(...borders.map((border) => Math.abs(belowNormal(border) - belowNormal(border - distance))));
}

function measure(truth: number, distance: number, events: number, tied: boolean, repeats: number): string {
  const rows = events * (1 + othersPerEvent);
  const outcomes = Uint8Array.from({ length: rows }, (_, row) => (row < events ? 1 : 0));
  let [covered, below, above, width, plain, excess] = [0, 0, 0, 0, 0, 0];
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    const scores = Float64Array.from(outcomes, (event) => {
      const score = normal() + event * distance;
      return tied ? roundScore(score) : score;
    });
    const { ks = 0, eventsAtOrBelow: f1 = 0, othersAtOrBelow: f0 = 0 } = separation(scores, outcomes);
    const { low = 0, high = 0 } = ksInterval(scores, outcomes) ?? {};
    if (truth < low) below += 1;
    else if (truth > high) above += 1;
    else covered += 1;
    width += high - low;
    excess += ks - truth;
    const error = Math.sqrt((f1 * (1 - f1)) / events + (f0 * (1 - f0)) / (rows - events));
    if (Math.abs(ks - truth) <= 1.959964 * error) plain += 1;
  }
  const percent = (count: number): string => ((100 * count) / repeats).toFixed(1).padStart(5);
  return [
    tied ? 'tied  ' : 'normal',
    truth.toFixed(3),
    String(events).padStart(6),
    percent(covered),
    percent(below),
    percent(above),
    (width / repeats).toFixed(3),
    percent(plain),
    (excess / repeats).toFixed(4),
  ].join('  ');
}

const repeats = Number(process.argv[2] ?? 1000);
console.log('scores  true KS events covers low>true high<true width plain covers mean of KS - true');
for (const tied of [false, true])
  for (const value of trueValues) {
    const distance = distanceFor(value);
    const truth = tied ? tiedValue(distance) : value;
    for (const events of eventCounts) console.log(measure(truth, distance, events, tied, repeats));
  }
