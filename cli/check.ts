import type { Command } from 'commander';
import type { Checked } from '../domain/check';
import { StewardError } from '../domain/errors';
import type { CliContext } from './context';

export function addCheckVerb(program: Command, context: CliContext): void {
  program
    .command('check')
    .option('--json', 'print what was found as JSON')
    .description('test each connection and right that the settings name, and say how to mend what fails')
    .action(async ({ json }: { json?: true }) => {
      const checked = await context.check();
      if (json) context.print(JSON.stringify(checked, undefined, 2));
      else for (const line of describe(checked)) context.print(line);
      const failed = checked.filter(({ state }) => state === 'failed').length;
      if (failed > 0) throw new StewardError('checks_failed', { failed, all: checked.length });
    });
}

/** A line each, its cure below it. */
function describe(checked: readonly Checked[]): readonly string[] {
  const [states, names] = [widest(checked.map(({ state }) => state)), widest(checked.map(({ what }) => what))];
  const indent = ' '.repeat(states + names + 4);
  return checked.flatMap(({ state, what, found, cure, route }) => {
    const [first = '', ...more] = found.split('\n');
    const head = `${state.padEnd(states)}  ${what.padEnd(names)}  ${first}${route === '' ? '' : `  [${route}]`}`;
    return [head, ...more.map((line) => indent + line), ...(cure === undefined ? [] : [`${indent}Cure: ${cure}`])];
  });
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length));
}
