/** Writes down what happens, with the time since the beginning. */
export interface Teller {
  /** A heading between the parts of the story. */
  act(title: string): void;
  /** Somebody does or says something; lines after the first are indented below it. */
  tell(who: string, text: string): void;
}

const nameWidth = 13;
const clockWidth = 12;

/** `now` counts milliseconds from anywhere. */
export function createTeller(write: (text: string) => void, now: () => number): Teller {
  const begin = now();
  return {
    act: (title) => write(`\n${' '.repeat(clockWidth)}── ${title} ──\n`),
    tell(who, text) {
      const clock = `[${((now() - begin) / 1000).toFixed(1).padStart(6)} s]`.padEnd(clockWidth);
      const [first = '', ...rest] = text.trimEnd().split('\n');
      const indent = ' '.repeat(clockWidth + nameWidth + 1);
      const lines = rest.map((line) => `${`${indent}${line}`.trimEnd()}\n`);
      write(`${clock}${who.padEnd(nameWidth)} ${first}\n${lines.join('')}`);
    },
  };
}
