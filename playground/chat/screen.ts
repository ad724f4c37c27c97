import { clearLine, cursorTo, type Interface } from 'node:readline';

/** Where text is written, around the line that somebody may be typing. */
export interface Screen {
  readonly write: (text: string) => void;
  /** From now on the typed line is moved out of the way and drawn again below. */
  keepLine(typing: Interface): void;
}

export function createScreen(output: NodeJS.WritableStream): Screen {
  let line: Interface | undefined;
  return {
    keepLine: (typing) => void (line = typing),
    write(text) {
      if (line === undefined) return void output.write(text);
      cursorTo(output, 0);
      clearLine(output, 0);
      output.write(text);
      line.prompt(true);
    },
  };
}
