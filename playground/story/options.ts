import path from 'node:path';
import { parseArgs } from 'node:util';
import { messageOf, PlaygroundFailure } from '../client/failure';

export interface StoryOptions {
  /** A folder with train.csv and test.csv of HMEQ; without one, applicants are made up. */
  readonly data?: string;
  /** Where the report goes. */
  readonly json?: string;
  /** Leave everything running at the end, until Ctrl-C. */
  readonly keep: boolean;
}

export const usage = `npm run demo [-- --data DIR] [--json FILE] [--keep]

  --data DIR   train and score with train.csv and test.csv of this folder instead of made-up applicants
  --json FILE  write a report of every step, check and digest
  --keep       leave everything running at the end, until Ctrl-C`;

/** Reads the words after \`npm run demo --\`; undefined when help was asked for. Throws a PlaygroundFailure with the usage. */
export function parseOptions(words: readonly string[], folder: string): StoryOptions | undefined {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        data: { type: 'string' },
        json: { type: 'string' },
        keep: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return undefined;
    const { data, json, keep } = values;
    return {
      keep,
      ...(data !== undefined && { data: path.resolve(folder, data) }),
      ...(json !== undefined && { json: path.resolve(folder, json) }),
    };
  } catch (error) {
    throw new PlaygroundFailure(`${messageOf(error)}\n\n${usage}`);
  }
}
