import { existsSync, watch } from 'node:fs';
import path from 'node:path';
import { errorText } from '../../domain/errors';
import { ownCodeRoot } from './code-root';
import { type Part, parts } from './parts';
import type { Laptop } from './start-laptop';

/** Milliseconds of quiet after a change, so that an editor that saves ten files causes one restart. */
const quiet = 300;

/** Restarts the processes whose rooms changed; a restart that fails is said, and the next change tries again. */
export function watchSources(laptop: Laptop, say: (line: string) => void): void {
  const { folder } = ownCodeRoot();
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const rooms = [...new Set(parts.flatMap((part) => part.rooms))].filter((room) => existsSync(path.join(folder, room)));
  for (const room of rooms)
    watch(path.join(folder, room), { recursive: true }, (_event, file) => {
      if (file === null || !/\.(ts|sql|json|ya?ml|html|css)$/.test(file)) return;
      changed.add(room);
      clearTimeout(timer);
      timer = setTimeout(() => {
        const due = parts.filter((part) => part.rooms.some((name) => changed.has(name)));
        say(`Changed: ${[...changed].join(', ')}; restarting ${due.map((part) => part.title).join(', ')}…`);
        changed.clear();
        for (const part of due) restart(laptop, part, say);
      }, quiet);
    });
}

function restart(laptop: Laptop, part: Part, say: (line: string) => void): void {
  laptop
    .part(part.name)
    .restart()
    .catch((error: unknown) => say(errorText(error)));
}
