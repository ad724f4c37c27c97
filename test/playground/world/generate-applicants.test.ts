import { separation } from '../../../domain/statistics/ks';
import { readTable } from '../../../formats/csv/read-table';
import { type Applicant, inputNames } from '../../../playground/world/applicant';
import { generateApplicants } from '../../../playground/world/generate-applicants';
import { writeCsv } from '../../../playground/world/write-csv';
import { createScorer } from '../../../trainer/score';
import { trainModel } from '../../../trainer/train';

/** Models are trained here; on a busy machine that takes its time. */
jest.setTimeout(60_000);

function shareOfEvents(applicants: readonly Applicant[]): number {
  return applicants.filter(({ BAD }) => BAD === 1).length / applicants.length;
}

describe('world: applicants', () => {
  const many = generateApplicants({ seed: 11, rows: 20_000 });

  it('draws the same applicants for the same seed, and others for another', () => {
    const first = generateApplicants({ seed: 11, rows: 50 });
    expect(first).toEqual(many.slice(0, 50));
    expect(generateApplicants({ seed: 12, rows: 50 }).map(({ inputs }) => inputs)).not.toEqual(
      first.map(({ inputs }) => inputs),
    );
  });

  it('goes on where an earlier call ended', () => {
    expect(generateApplicants({ seed: 11, rows: 10, firstReference: 40 })).toEqual(many.slice(40, 50));
  });

  it('lets nobody apply twice', () => {
    expect(new Set(many.map(({ reference }) => reference)).size).toBe(many.length);
    expect(new Set(many.map(({ inputs }) => JSON.stringify(inputs))).size).toBe(many.length);
  });

  it('leaves values out in every column but the loan itself, none of them mostly', () => {
    for (const name of inputNames) {
      const share = many.filter(({ inputs }) => inputs[name] === null).length / many.length;
      if (name === 'LOAN') expect(share).toBe(0);
      else expect(share).toBeGreaterThan(0.01);
      expect(share).toBeLessThan(0.25);
    }
  });

  it('has a reason for debts that are missing: those loans go bad far more often', () => {
    const hidden = many.filter(({ inputs }) => inputs.DEBTINC === null);
    expect(shareOfEvents(many)).toBeGreaterThan(0.18);
    expect(shareOfEvents(many)).toBeLessThan(0.26);
    expect(shareOfEvents(hidden)).toBeGreaterThan(2 * shareOfEvents(many));
  });

  it('draws amounts that a bank would see', () => {
    const odd = many.filter(
      ({ inputs }) =>
        inputs.LOAN === null ||
        inputs.LOAN < 1_100 ||
        inputs.LOAN > 90_000 ||
        inputNames.some((name) => typeof inputs[name] === 'number' && !(inputs[name] >= 0)),
    );
    expect(odd).toEqual([]);
  });

  it('refuses a drift that it has no world for', () => {
    expect(() => generateApplicants({ seed: 1, rows: 1, drift: 1.5 })).toThrow(RangeError);
    expect(() => generateApplicants({ seed: 1, rows: 1, drift: Number.NaN })).toThrow(RangeError);
  });
});

describe('world: what a model can learn', () => {
  const specification = { contract: { outcome: { name: 'BAD', event: '1' } }, seed: 1 };
  const train = (applicants: readonly Applicant[]): ((applicants: readonly Applicant[]) => number | undefined) => {
    const { model } = trainModel(readTable(Buffer.from(writeCsv(applicants))), specification);
    const score = createScorer(model);
    return (rows) =>
      separation(
        Float64Array.from(rows, ({ inputs }) => score(inputs)),
        Uint8Array.from(rows, ({ BAD }) => BAD),
      ).ks;
  };
  const heldOut = (drift: number): readonly Applicant[] =>
    generateApplicants({ seed: 11, rows: 5_000, drift, firstReference: 1_000_000 });
  const champion = train(generateApplicants({ seed: 11, rows: 4_000 }));

  it('is separated by gradient boosting on applicants whom it never saw', () => {
    const ks = champion(heldOut(0)) ?? 0;
    expect(ks).toBeGreaterThan(0.6);
    expect(ks).toBeLessThan(0.75);
  });

  it('drifts away from a model, and one trained on the new world does better', () => {
    const before = champion(heldOut(0)) ?? 0;
    const halfway = champion(heldOut(0.5)) ?? 0;
    const after = champion(heldOut(1)) ?? 0;
    expect(halfway).toBeLessThan(before - 0.1);
    expect(after).toBeLessThan(halfway - 0.1);
    const challenger = train(generateApplicants({ seed: 11, rows: 4_000, drift: 1, firstReference: 2_000_000 }));
    expect(challenger(heldOut(1)) ?? 0).toBeGreaterThan(after + 0.1);
  });
});
