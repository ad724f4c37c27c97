import { chmod, readFile, rename, writeFile } from 'node:fs/promises';

export interface StateFile {
  /** The JSON last written, or undefined when there is no file yet. Rejects for a file that is no JSON. */
  read(): Promise<unknown>;
  /** Says that the state changed; it is written soon, never twice at once. */
  touch(): void;
  /** Resolves when all that was touched is on disk; rejects with what kept the last write from it. */
  flush(): Promise<void>;
}

/** Keeps a state in one file, replaced as a whole. It holds a private key: only its owner may read it. */
export function createStateFile(path: string, state: () => unknown): StateFile {
  let dirty = false;
  let writing: Promise<void> | undefined;
  let failure: Error | undefined;

  async function write(): Promise<void> {
    while (dirty) {
      dirty = false;
      const part = `${path}.part`;
      await writeFile(part, JSON.stringify(state()), { mode: 0o600 });
      await chmod(part, 0o600);
      await rename(part, path);
    }
  }

  function start(): void {
    writing ??= write()
      .then(
        () => (failure = undefined),
        (error: unknown) => (failure = error instanceof Error ? error : new Error(String(error))),
      )
      .then(() => (writing = undefined));
  }

  return {
    async read() {
      try {
        return JSON.parse(await readFile(path, 'utf8')) as unknown;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },
    touch() {
      dirty = true;
      start();
    },
    async flush() {
      while (writing) await writing;
      if (failure) throw failure;
    },
  };
}
