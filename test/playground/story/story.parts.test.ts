import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { nodeArguments, runProgram } from '../../../playground/run-program';

/** A laptop starts, plays and stops within it; on a busy machine that takes its time. */
jest.setTimeout(300_000);

interface Report {
  readonly held: boolean;
  readonly failures: readonly string[];
  readonly steps: readonly { readonly name: string; readonly facts: Readonly<Record<string, unknown>> }[];
}

/** The whole laptop runs from the sources here, with its own servers, as `npm run demo` runs the compiled one. */
describe('story: from its first line to its last', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'steward-story-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('ends 0, everything in it held, and no token is in what it wrote down', async () => {
    const file = path.join(folder, 'report.json');
    const { code, output, errors } = await runProgram({
      file: process.execPath,
      arguments: [...nodeArguments('playground/story/main'), '--json', file],
      environment: Object.fromEntries(
        Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
      ),
    });
    const said = `${output}\n${errors}`;
    expect({ code, said: code === 0 ? '' : said.slice(-3_000) }).toEqual({ code: 0, said: '' });
    const text = readFileSync(file, 'utf8');
    const report = JSON.parse(text) as Report;
    expect(report).toMatchObject({ held: true, failures: [] });
    const factsOf = (name: string) => report.steps.find((step) => step.name === name)?.facts;
    expect(factsOf('v1 scores the test rows again')?.['ks']).toBe(factsOf('v1 scores the test rows')?.['ks']);
    expect(factsOf('roll back')?.['digests']).toMatchObject({ Image: expect.stringMatching(/^sha256:/) as unknown });
    expect(said + text).not.toMatch(/stw_/);
    expect(said).toContain('You asked for r1, so somebody else must decide on it.');
  });
});
