import type { z } from 'zod';
import { StewardError } from '../../domain/errors';
import { type ProcessName, processSettings, type Setting, type SettingName, settingsTable } from './settings-table';

export type Environment = Readonly<Record<string, string | undefined>>;

type Table = typeof settingsTable;
type Value<Name extends SettingName> =
  z.output<Table[Name]['schema']> | (Table[Name] extends { readonly optional: true } ? undefined : never);

/** What a process read, by the names of its settings. */
export type SettingsOf<Process extends ProcessName> = {
  readonly [Name in (typeof processSettings)[Process][number]]: Value<Name>;
};

/**
 * The settings of one process out of an environment whose secrets were resolved (`resolveSecretFiles`). Empty values
 * count as unset. Everything that is wrong is told at once; values of secrets are never quoted.
 *
 * Errors: `settings_invalid`.
 */
export function parseSettings<Process extends ProcessName>(
  process: Process,
  environment: Environment,
): SettingsOf<Process> {
  return parseNamed(process, processSettings[process], environment);
}

/** The same of any settings; `reader` is who wants them. */
export function parseNamed<Name extends SettingName>(
  reader: string,
  names: readonly Name[],
  environment: Environment,
): { readonly [Key in Name]: Value<Key> } {
  const home = given(environment, 'STEWARD_HOME') ?? settingsTable.STEWARD_HOME.standard;
  const problems: string[] = [];
  const entries = names.map((name) => {
    const setting: Setting = settingsTable[name];
    const value = given(environment, name) ?? setting.standard?.replace('{home}', home);
    return [name, readValue(name, setting, value, problems)] as const;
  });
  if (problems.length === 0) return Object.fromEntries(entries) as { readonly [Key in Name]: Value<Key> };
  const listed = problems.map((problem) => `- ${problem}`).join('\n');
  throw new StewardError('settings_invalid', { process: reader, count: problems.length, problems: listed });
}

function given(environment: Environment, name: string): string | undefined {
  return environment[name]?.trim() || undefined;
}

function readValue(name: string, setting: Setting, value: string | undefined, problems: string[]): unknown {
  if (value === undefined) {
    const file = setting.secret ? `, or ${name}_FILE to a file that holds it` : '';
    if (!setting.optional) problems.push(`${name}: is missing; set it to the ${setting.meaning}${file}`);
    return undefined;
  }
  const result = setting.schema.safeParse(value);
  if (result.success) return result.data;
  const why = result.error.issues[0]?.message ?? 'is wrong';
  problems.push(setting.secret ? `${name}: ${why}` : `${name}: ${why}, not ${JSON.stringify(value.slice(0, 100))}`);
  return undefined;
}
