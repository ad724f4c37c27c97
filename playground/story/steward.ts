import { nodeArguments, runProgram } from '../run-program';
import { PlaygroundFailure } from '../client/failure';

/** The `steward` shell entry, told where the state lies. Resolves with what it printed; rejects with its own sentence. */
export type Steward = (...words: readonly string[]) => Promise<string>;

export function createSteward(home: string, environment: Readonly<Record<string, string>>): Steward {
  return async (...words) => {
    const { code, output, errors } = await runProgram({
      file: process.execPath,
      arguments: [...nodeArguments('cli/main'), ...words],
      environment: { ...environment, STEWARD_HOME: home },
    });
    if (code === 0) return output.trimEnd();
    const why = (errors.trim() || output.trim()).split('\n').at(-1);
    throw new PlaygroundFailure(`steward ${words.slice(0, 2).join(' ')} ended with ${code}: ${why ?? 'no word'}`);
  };
}
