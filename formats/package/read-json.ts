import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { errorText, StewardError } from '../../domain/errors';
import { describeIssues } from '../describe-issues';
import { sizeText } from '../zip/limits';
import { diskPath, findFile, type PackageTree } from './package-tree';

/** Descriptions of a model are pages of text, not data. */
const maxBytes = 4 * 1024 * 1024;
/** Beyond these the rest is the same mistake again. */
const maxProblems = 20;

/** The text of a file at the package's top, without a byte order mark; undefined when there is none. */
export async function readText(tree: PackageTree, name: string): Promise<string | undefined> {
  const file = findFile(tree, name);
  if (file === undefined) return undefined;
  if (file.size > maxBytes)
    throw new StewardError('package_file_too_large', {
      file: name,
      size: sizeText(file.size),
      limit: sizeText(maxBytes),
    });
  return (await readFile(diskPath(tree, file), 'utf8')).replace(/^\uFEFF/, '');
}

/**
 * Reads a JSON file at the package's top; undefined when there is none.
 *
 * Errors: `package_file_too_large`, `package_file_broken` (no JSON), `package_file_wrong` (other types than it must
 * have, each with file and path).
 */
export async function readJson<Schema extends z.ZodType>(
  tree: PackageTree,
  name: string,
  schema: Schema,
): Promise<z.output<Schema> | undefined> {
  const text = await readText(tree, name);
  return text === undefined ? undefined : checkValue(name, parseJson(name, text), schema);
}

function parseJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new StewardError(
      'package_file_broken',
      { file: name, form: 'JSON', why: errorText(error) },
      { cause: error },
    );
  }
}

/** The value typed, or `package_file_wrong` with everything that is wrong in it. */
export function checkValue<Schema extends z.ZodType>(file: string, value: unknown, schema: Schema): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw wrongFile(file, describeIssues(result.error, value));
}

/** `package_file_wrong` for these problems, each `path: what`. */
export function wrongFile(file: string, problems: readonly string[]): StewardError {
  const listed = problems.slice(0, maxProblems).map((problem) => `- ${file} ${problem}`);
  const more = problems.length > maxProblems ? [`- and ${problems.length - maxProblems} more`] : [];
  return new StewardError('package_file_wrong', { count: problems.length, problems: [...listed, ...more].join('\n') });
}
