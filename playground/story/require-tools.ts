import { access } from 'node:fs/promises';
import path from 'node:path';
import { nodeArguments, runProgram } from '../run-program';
import { PlaygroundFailure } from '../client/failure';
import { quarterFiles } from './write-quarters';

/** Ends the story before it begins when something that it needs is not there. `shellPath` is where programs are found. */
export async function requireTools(shellPath: string, data: string | undefined): Promise<void> {
  for (const name of data === undefined ? [] : ['train.csv', 'test.csv', ...quarterFiles]) {
    const file = path.join(data ?? '', name);
    await access(file).catch(() => {
      throw new PlaygroundFailure(`${file} is missing: --data needs a folder with the files of HMEQ.`);
    });
  }
  for (const entry of ['worker/laptop/main', 'cli/main', 'trainer/main']) {
    const file = nodeArguments(entry).at(-1) ?? entry;
    await access(file).catch(() => {
      throw new PlaygroundFailure(`${file} is missing: build Steward first with \`npm run build\`.`);
    });
  }
  const found = await runProgram({
    file: '/bin/sh',
    arguments: ['-c', 'command -v curl'],
    environment: { PATH: shellPath },
  });
  if (found.code !== 0)
    throw new PlaygroundFailure('curl is not installed; the story runs the command on a card with it. Install curl.');
}
