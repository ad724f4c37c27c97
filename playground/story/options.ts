import path from 'node:path';
import { parseArgs } from 'node:util';
import { messageOf, PlaygroundFailure } from '../client/failure';

export interface StoryOptions {
  /** A folder with the files of HMEQ; without one, applicants are made up. */
  readonly data?: string;
  /** Where the report goes. */
  readonly json?: string;
  /** Leave everything running at the end, until Ctrl-C. */
  readonly keep: boolean;
  /** How people act on cards: by pressing buttons, or by typing what their cards say. */
  readonly by: 'clicks' | 'text';
}

export const usage = `npm run demo [-- --data DIR] [--by clicks|text] [--json FILE] [--keep]

  --data DIR   train and score with the files of HMEQ in this folder instead of made-up applicants
  --by HOW     whether people press buttons (clicks, the standard) or type what the cards say (text)
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
        by: { type: 'string', default: 'clicks' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return undefined;
    const { data, json, keep, by } = values;
    if (by !== 'clicks' && by !== 'text') throw new RangeError(`--by is clicks or text, not ${by}`);
    return {
      keep,
      by,
      ...(data !== undefined && { data: path.resolve(folder, data) }),
      ...(json !== undefined && { json: path.resolve(folder, json) }),
    };
  } catch (error) {
    throw new PlaygroundFailure(`${messageOf(error)}\n\n${usage}`);
  }
}
