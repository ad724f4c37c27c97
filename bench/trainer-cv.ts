/**
 * Quality and speed of the reference trainer with its shipped defaults on HMEQ:
 *
 *   npx tsx bench/trainer-cv.ts FOLDER        (FOLDER holds train.csv and test.csv)
 *
 * Five-fold cross-validation on train.csv for three seeds, then train.csv → test.csv. Defaults are chosen by the first
 * part alone; test.csv is never tuned on. Parameters may follow as NAME=VALUE to try others.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { TrainingSpec } from '../domain/ports/trainer';
import { separation } from '../domain/statistics/ks';
import { columnOf, readTable, type Table } from '../formats/csv/read-table';
import { createRandom } from '../trainer/learn/random';
import { createScorer, type RawRow } from '../trainer/score';
import type { ScoringModel } from '../trainer/scoring-model';
import { trainModel } from '../trainer/train';

const seeds = [1, 2, 3];
const folds = 5;

function main(folder: string, parameters: Record<string, number>): void {
  const train = readTable(readFileSync(path.join(folder, 'train.csv')));
  const test = readTable(readFileSync(path.join(folder, 'test.csv')));
  const bySeed = seeds.map((seed) => {
    const measured = crossValidate(train, seed, parameters);
    console.log(
      `seed ${seed}: KS ${mean(measured.map(({ ks }) => ks)).toFixed(4)} AUC ${mean(measured.map(({ auc }) => auc)).toFixed(4)} (mean of ${folds} folds)`,
    );
    return mean(measured.map(({ ks }) => ks));
  });
  console.log(`mean KS over ${seeds.length} seeds: ${mean(bySeed).toFixed(4)}`);

  for (const seed of seeds) {
    const started = performance.now();
    const trained = trainModel(train, specFor(seed, parameters));
    const seconds = ((performance.now() - started) / 1000).toFixed(2);
    const again = trainModel(train, specFor(seed, parameters)).package.equals(trained.package);
    const { ks, auc, rows } = measure(trained.model, test);
    console.log(
      `seed ${seed}: trained in ${seconds} s, ${trained.metrics.rounds} rounds, package ${trained.package.length} bytes, ` +
        `second run ${again ? 'bit-identical' : 'DIFFERENT'}; test.csv (${rows} rows) KS ${ks.toFixed(4)} AUC ${auc.toFixed(4)}`,
    );
  }
}

function crossValidate(table: Table, seed: number, parameters: Record<string, number>) {
  const random = createRandom(seed);
  const fold = Array.from({ length: table.rows }, () => random.below(folds));
  return Array.from({ length: folds }, (_, held) => {
    const { model } = trainModel(
      pickRows(table, (row) => fold[row] !== held),
      specFor(seed, parameters),
    );
    return measure(
      model,
      pickRows(table, (row) => fold[row] === held),
    );
  });
}

function specFor(seed: number, parameters: Record<string, number>): TrainingSpec {
  return { contract: { outcome: { name: 'BAD', event: '1' } }, seed, parameters };
}

function pickRows(table: Table, keep: (row: number) => boolean): Table {
  const lines = table.lines.filter((_, row) => keep(row));
  return {
    ...table,
    rows: lines.length,
    lines,
    cells: table.cells.map((cells) => cells.filter((_, row) => keep(row))),
  };
}

function measure(model: ScoringModel, table: Table) {
  const score = createScorer(model);
  const scores = Float64Array.from({ length: table.rows }, (_, row) => score(rawRow(model, table, row)));
  const { ks, auc, rows } = separation(scores, Uint8Array.from(columnOf(table, 'BAD'), Number));
  if (ks === undefined || auc === undefined) throw new RangeError('one class only');
  return { ks, auc, rows };
}

function rawRow(model: ScoringModel, table: Table, row: number): RawRow {
  return Object.fromEntries(
    model.inputs.map(({ name, type }): [string, string | number] => {
      const cell = columnOf(table, name)[row] ?? '';
      return [name, type === 'text' || cell === '' ? cell : Number(cell)];
    }),
  );
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function readPair(pair: string): [name: string, value: number] {
  const [name = '', value] = pair.split('=');
  return [name, Number(value)];
}

const [folder, ...pairs] = process.argv.slice(2);
if (!folder) throw new Error('Say the folder that holds train.csv and test.csv.');
main(folder, Object.fromEntries(pairs.map(readPair)));
