import { randomUUID } from 'node:crypto';
import type { Checked } from '../../../domain/check';
import type { Environment } from '../../../formats/settings/parse-settings';
import { runChecks } from '../../../worker/check/run-checks';
import { createShell } from '../../support/shell';

export interface CheckedLines {
  readonly checked: readonly Checked[];
  /** What people see. */
  readonly text: string;
  readonly error: unknown;
  /** The line of that name; fails when there is none. */
  readonly line: (what: string) => Checked;
}

/** Types `steward check` with these settings and no others. */
export async function check(environment: Environment): Promise<CheckedLines> {
  let checked: readonly Checked[] = [];
  const shell = createShell({
    check: async () => (checked = await runChecks({ environment, now: () => new Date(), newName: randomUUID })),
  });
  const { lines, error } = await shell('check');
  const line = (what: string): Checked => {
    const found = checked.find((one) => one.what === what);
    if (found === undefined) throw new Error(`${what} is not among ${checked.map((one) => one.what).join(', ')}`);
    return found;
  };
  return { checked, text: lines.join('\n'), error, line };
}

export function failuresOf({ checked }: CheckedLines): readonly string[] {
  return checked.flatMap(({ state, what }) => (state === 'failed' ? [what] : []));
}
