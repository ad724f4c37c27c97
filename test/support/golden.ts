import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Set by `npm run golden` alone: golden files are then written instead of compared. */
const writing = process.env.STEWARD_GOLDEN === 'write';

/** Compares texts with the files of `test/golden/<folder>/`, letter by letter. */
export function goldenFolder(folder: string): {
  readonly check: (file: string, text: string) => void;
  /** Fails for files that no test has asked for; call it last. */
  readonly checkNoOthers: () => void;
} {
  const directory = path.join(__dirname, '..', 'golden', folder);
  const seen = new Set<string>();
  return {
    check(file, text) {
      seen.add(file);
      const place = path.join(directory, file);
      if (writing) {
        mkdirSync(directory, { recursive: true });
        writeFileSync(place, text);
      }
      if (!existsSync(place)) throw new Error(`test/golden/${folder}/${file} is missing: run "npm run golden"`);
      expect(text).toBe(readFileSync(place, 'utf8'));
    },
    checkNoOthers() {
      const others = readdirSync(directory).filter((file) => !seen.has(file));
      if (writing) for (const file of others) rmSync(path.join(directory, file));
      else expect(others).toEqual([]);
    },
  };
}
