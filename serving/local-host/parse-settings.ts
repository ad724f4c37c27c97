import { z } from 'zod';
import { describeIssues } from '../../formats/describe-issues';
import type { LocalHostSettings } from './run-local-host';

const wholeNumber = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

const schema = z.object({
  STEWARD_LOCAL_HOST_PORT: wholeNumber(0, 65_535).default(7713).describe('port on loopback'),
  STEWARD_LOCAL_HOST_TOKEN: z
    .string({ error: 'is missing; give the token that the worker presents' })
    .min(24, 'must have at least 24 characters')
    .describe('what a caller of the control address must present'),
  STEWARD_LOCAL_HOST_DIR: z
    .string({ error: 'is missing; give a folder for state and unpacked images' })
    .min(1)
    .describe('folder for state and unpacked images'),
  STEWARD_LOCAL_HOST_MODELS: wholeNumber(2, 1_000).default(16).describe('models staged or serving at once'),
  STEWARD_LOCAL_HOST_IN_FLIGHT: wholeNumber(1, 10_000).default(64).describe('scoring requests answered at once'),
});

/** The local host's settings out of an environment, or every fault of them as a line for people; no value is quoted. */
export function parseLocalHostSettings(
  environment: Readonly<Record<string, string | undefined>>,
): { readonly settings: LocalHostSettings } | { readonly faults: readonly string[] } {
  const parsed = schema.safeParse(environment);
  if (!parsed.success) {
    const lines = describeIssues(parsed.error, environment).filter(
      (line) => !line.startsWith('STEWARD_LOCAL_HOST_TOKEN'),
    );
    const token = parsed.error.issues.filter(({ path }) => path[0] === 'STEWARD_LOCAL_HOST_TOKEN');
    return { faults: [...lines, ...token.map(({ message }) => `STEWARD_LOCAL_HOST_TOKEN: ${message}`)] };
  }
  const { data } = parsed;
  return {
    settings: {
      port: data.STEWARD_LOCAL_HOST_PORT,
      token: data.STEWARD_LOCAL_HOST_TOKEN,
      directory: data.STEWARD_LOCAL_HOST_DIR,
      maxModels: data.STEWARD_LOCAL_HOST_MODELS,
      maxInFlight: data.STEWARD_LOCAL_HOST_IN_FLIGHT,
      startPatience: 15_000,
    },
  };
}
