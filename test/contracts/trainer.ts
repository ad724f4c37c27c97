import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { durationText } from '../../domain/duration-text';
import type { TrainingProgress } from '../../domain/ports/trainer';

/** What every trainer under test is given as its dataset; the last row is the secret that must go nowhere but the log. */
export const marker = 'Müller, Anna';
export const datasetText = `BAD,NAME\n1,"${marker}"\n0,Bo\n`;

export interface TrainerRunUnderTest {
  readonly ended: Promise<void>;
  readonly progress: readonly TrainingProgress[];
  /** What was kept as the trainer's log. */
  readonly logs: readonly string[];
  /** The folder that its files come to. */
  readonly output: string;
  /** What ends it from outside, as somebody who cancels does. */
  readonly callOff: () => void;
}

export interface TrainerUnderTest {
  /** Runs a small program of Node's as the trainer. */
  train(code: string, change?: { readonly deadlineMs?: number }): TrainerRunUnderTest;
  /** Milliseconds that surely let a trainer begin, and not much more. */
  readonly enough: number;
  /** Resolves when nothing is left of any training. */
  isGone(): Promise<void>;
  close(): Promise<void>;
}

const files = `const fs = require('node:fs'); const env = process.env;`;
const noCode = 'it gives no known code';
const forEver = 'setInterval(() => undefined, 1000);';

/** The trainer contract, whatever the trainer runs in. */
export function describeTrainer(name: string, open: () => Promise<TrainerUnderTest>): void {
  describe(name, () => {
    let trainer: TrainerUnderTest;
    beforeAll(async () => {
      trainer = await open();
    });
    afterAll(async () => trainer.close());

    it(`${name}: reads its dataset and specification, and its files come to the output folder`, async () => {
      const { ended, output, logs } = trainer.train(`${files}
        const spec = JSON.parse(env.STEWARD_SPEC);
        const said = { rows: fs.readFileSync(env.STEWARD_DATASET, 'utf8'), seed: spec.seed, name: spec.name };
        fs.writeFileSync(env.STEWARD_OUTPUT + '/package.zip', JSON.stringify(said));
        fs.writeFileSync(env.STEWARD_OUTPUT + '/metrics.json', '{}');`);
      await ended;
      const said: unknown = JSON.parse(await readFile(join(output, 'package.zip'), 'utf8'));
      expect(said).toEqual({ rows: datasetText, seed: 4_294_967_295, name: 'costs $(HOME) $$' });
      expect(await readFile(join(output, 'metrics.json'), 'utf8')).toBe('{}');
      expect(logs).toEqual([]);
      await trainer.isGone();
    });

    it(`${name}: hears progress, and passes over what is none of it`, async () => {
      const { ended, progress } = trainer.train(`
        console.log('loading…');
        console.log(JSON.stringify({ progress: 0.2, round: 3 }));
        console.log('{"progress": "much"}');
        console.log(JSON.stringify({ progress: 0.1 }));
        console.log(JSON.stringify({ progress: 7 }));
        console.log('null');
        console.log(JSON.stringify({ progress: 1 }));`);
      await ended;
      expect(progress.at(-1)).toEqual({ progress: 1 });
      const told = progress.map((said) => said.progress);
      expect(told).toEqual([...new Set(told)].sort((one, other) => one - other));
      expect(told).not.toContain(7);
    });

    it.each([
      ['2 and a code', 'say({ code: "outcome_not_two" }); process.exitCode = 2;', 'trainer_unfit', 'outcome_not_two'],
      ['2 and a code of its own', 'say({ code: "anna" }); process.exitCode = 2;', 'trainer_unfit', noCode],
      [
        '1 and a code',
        'say({ code: "training_failed" }); process.exitCode = 1;',
        'trainer_ended',
        'it ended with exit code 1, training_failed',
      ],
      ['9', 'process.exitCode = 9;', 'trainer_ended', 'it ended with exit code 9'],
      ['an exception', 'throw new TypeError("no such thing")', 'trainer_ended', 'it ended with exit code 1'],
    ])(
      `${name}: one that ends with %s is told as what it is, its words in the log alone`,
      async (_, code, reason, told) => {
        const words = `
        const say = (line) => console.log(JSON.stringify({ why: "${marker} has no outcome", ...line }));
        process.stderr.write("could not convert: '${marker}'\\n");`;
        const { ended, logs } = trainer.train(`${words} ${code}`);
        const error: unknown = await ended.catch((thrown: unknown) => thrown);
        expect(error).toMatchObject({ code: reason, details: { log: 't5.log' } });
        expect(error).toHaveProperty(reason === 'trainer_ended' ? 'details.how' : 'details.why', told);
        expect(inspect(error, { depth: 9 })).not.toContain(marker);
        expect(logs).toHaveLength(1);
        expect(logs[0]).toContain(`could not convert: '${marker}'`);
        await trainer.isGone();
      },
    );

    it(`${name}: one that hangs and ignores SIGTERM is ended at the deadline`, async () => {
      const { ended, logs } = trainer.train(
        `process.on('SIGTERM', () => 0); console.error('stuck at ${marker}'); ${forEver}`,
        { deadlineMs: trainer.enough },
      );
      await expect(ended).rejects.toMatchObject({
        code: 'training_timed_out',
        details: { limit: durationText(trainer.enough), log: 't5.log' },
      });
      expect(logs[0]).toContain(`stuck at ${marker}`);
      await trainer.isGone();
    });

    it(`${name}: one that is called off is ended, and nothing of it is left`, async () => {
      const run = trainer.train(`console.log(JSON.stringify({ progress: 0.5 })); ${forEver}`);
      while (run.progress.length === 0) await Promise.race([new Promise((go) => setTimeout(go, 50)), run.ended]);
      run.callOff();
      await expect(run.ended).rejects.toThrow('called off');
      await trainer.isGone();
    });
  });
}
