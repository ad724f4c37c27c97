import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');

/** What git does not hold, and what is not ours to judge. */
const passedOver = ['node_modules', 'dist', 'coverage', '.git', '.steward', 'test/golden', 'test/histories'];

/** Paths of the repository's files, `/` separated, sorted. */
export function listFiles(matching: (file: string) => boolean, folder = ''): string[] {
  const entries = readdirSync(path.join(root, folder), { withFileTypes: true });
  return entries
    .flatMap((entry) => {
      const file = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (passedOver.includes(file)) return [];
      if (entry.isDirectory()) return listFiles(matching, file);
      return entry.isFile() && matching(file) ? [file] : [];
    })
    .sort();
}

export function readText(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

/** Sources that people write: rooms, tests, tools, benches. */
export function listSources(): string[] {
  return listFiles((file) => /\.(ts|mjs)$/.test(file));
}

/** Sources that are part of the program. */
export function listRoomSources(): string[] {
  return listSources().filter((file) => !/^(test|tools|bench)\/|^[^/]+$/.test(file));
}

/** Documents that people write; those below docs/reference/ are made of code. */
export function listDocuments(): string[] {
  return listFiles((file) => file.endsWith('.md'));
}
