import fc from 'fast-check';
import { connectDatabase, type Database } from '../../database/database';
import { importOutcomes } from '../../database/outcomes';
import { hashBytes } from '../../formats/hash';
import { createTestDatabase, type TestDatabase } from '../support/databases';
import { recordTestRows } from '../support/scored-rows';

const observedAt = '2026-06-01T00:00:00.000Z';
const now = '2026-06-02T00:00:00.000Z';

let files: TestDatabase;
let database: Database;

beforeAll(async () => {
  files = await createTestDatabase();
  database = connectDatabase({ url: files.url, max: 2 });
});

afterAll(async () => {
  await database.close();
  await files.drop();
});

type Pair = readonly [reference: string, value: string, observedAt: string];

async function deliver(project: string, pairs: readonly Pair[], { key }: { key: string }): Promise<void> {
  const outcomes = pairs.map(([reference, value, at]) => ({ reference, value, observedAt: at }));
  const delivery = { project, outcomes, event: '1', correct: false, key, digest: hashBytes(key), source: 'test' };
  const by = { importedBy: { kind: 'system' }, placeOf: String } as const;
  await database.transaction((tx) => importOutcomes(tx, { ...delivery, ...by }, () => now));
}

describe('deliveries without contradiction', () => {
  const references = ['a', 'b', 'c', 'd', 'e', 'f'];
  const truth = (reference: string): string => (references.indexOf(reference) % 2 === 0 ? '1' : '0');
  const before = '2026-02-01T00:00:00.000Z';
  const outcome = fc.record({ reference: fc.constantFrom(...references), early: fc.boolean() });
  const event = fc.oneof(
    fc.uniqueArray(outcome, { minLength: 1, maxLength: 5, selector: ({ reference }) => reference }),
    fc.constantFrom(...references),
  );
  let runs = 0;

  /** A list is a delivery; a reference alone is its row being scored. */
  async function play(events: readonly (string | readonly { reference: string; early: boolean }[])[]) {
    const project = `played-${(runs += 1)}`;
    for (const [step, one] of events.entries()) {
      if (typeof one === 'string') await recordTestRows(files.gatewayUrl, [{ reference: one }], { project });
      else {
        const pairs = one.map(({ reference, early }): Pair => [
          reference,
          truth(reference),
          early ? before : observedAt,
        ]);
        await deliver(project, pairs, { key: `${step}` });
      }
    }
    const rows = await database.query(
      `select s.reference, o.value, o.observed_at >= s.scored_at as counts from scored_references s
       join lateral (select * from outcomes o where o.project = s.project and o.reference = s.reference
                     order by revision desc limit 1) o on true
       where s.project = $1 and o.observed_at >= s.scored_at order by s.reference`,
      [project],
    );
    return rows;
  }

  it('tell the same about scored rows in any order and any number of times, once all came again', async () => {
    const property = fc.asyncProperty(
      fc
        .array(event, { minLength: 1, maxLength: 6 })
        .chain((events) =>
          fc.tuple(fc.constant(events), fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 })),
        ),
      async ([events, shuffled]) => {
        expect(await play([...shuffled, ...events, ...events])).toEqual(await play([...events, ...events]));
      },
    );
    await fc.assert(property, { numRuns: 25 });
  });
});
