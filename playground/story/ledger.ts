import { messageOf } from '../client/failure';

/** Something that had to hold. */
interface Check {
  readonly what: string;
  readonly held: boolean;
  /** What was found. */
  readonly found: string;
}

interface Step {
  readonly name: string;
  /** Seconds since the beginning, and how long it took. */
  readonly at: number;
  readonly seconds: number;
  readonly checks: readonly Check[];
  readonly facts: Readonly<Record<string, unknown>>;
  readonly failure?: string;
}

/** What a step notes while it goes on. */
export interface Notes {
  /** Notes whether it held; the story goes on, and ends badly. */
  readonly check: (what: string, held: boolean, found?: unknown) => void;
  /** Notes a digest, a figure, an answer for the report. */
  readonly fact: (name: string, value: unknown) => void;
}

export interface Ledger {
  step<T>(name: string, work: (notes: Notes) => Promise<T>): Promise<T>;
  steps(): readonly Step[];
  /** A sentence for each thing that did not hold, in order. */
  failures(): readonly string[];
}

/** `now` counts milliseconds from anywhere. */
export function createLedger(now: () => number, onFailure: (sentence: string) => void): Ledger {
  const begin = now();
  const steps: Step[] = [];
  const seconds = (ms: number): number => Math.round(ms) / 1000;
  return {
    async step(name, work) {
      const started = now();
      const checks: Check[] = [];
      const facts: Record<string, unknown> = {};
      const note = (failure?: string): void => {
        const times = { at: seconds(started - begin), seconds: seconds(now() - started) };
        steps.push({ name, ...times, checks, facts, ...(failure !== undefined && { failure }) });
      };
      try {
        const result = await work({
          check(what, held, found = held) {
            const said = typeof found === 'string' ? found : (JSON.stringify(found) ?? 'nothing');
            checks.push({ what, held, found: said });
            if (!held) onFailure(sentenceOf(name, what, said));
          },
          fact: (name, value) => void (facts[name] = value),
        });
        note();
        return result;
      } catch (error) {
        note(messageOf(error));
        throw error;
      }
    },
    steps: () => steps,
    failures: () =>
      steps.flatMap(({ name, checks, failure }) => [
        ...checks.filter(({ held }) => !held).map(({ what, found }) => sentenceOf(name, what, found)),
        ...(failure === undefined ? [] : [`${name}: ${failure}`]),
      ]),
  };
}

const longestFound = 200;

/** The report has the whole of what was found. */
function sentenceOf(step: string, what: string, found: string): string {
  const line = found.replace(/\s+/g, ' ');
  return `${step}: ${what}; found: ${line.length > longestFound ? `${line.slice(0, longestFound)}…` : line}`;
}
