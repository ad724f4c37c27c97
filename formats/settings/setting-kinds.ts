import { z } from 'zod';

/** A system lets one variable have 128 KiB; a gateway's deployment is a document. */
const longestText = 120_000;

/** What a setting can be. Texts from the environment are trimmed before these see them; an empty one counts as unset. */
export const text = z.string().max(longestText);

/** Port 0 takes a free one. */
export const port = wholeNumber(0, 65_535);

export function wholeNumber(least: number, most: number) {
  return z
    .string()
    .regex(/^\d{1,9}$/, `must be a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((number) => number >= least && number <= most, `must be a whole number from ${least} to ${most}`);
}

export const flag = z.enum(['true', 'false'], 'must be true or false').transform((value) => value === 'true');

export const builderKind = z.enum(['append', 'docker'], 'must be append or docker');

export const httpUrl = z
  .string()
  .refine((value) => /^https?:$/.test(protocolOf(value)), 'must be an address such as http://127.0.0.1:7713')
  .transform((value) => value.replace(/\/+$/, ''));

export const postgresUrl = z
  .string()
  .refine(
    (value) => /^postgres(ql)?:$/.test(protocolOf(value)),
    'must be an address such as postgres://user:password@host:5432/steward',
  );

export const hostAndPort = z.string().regex(/^[^\s/:]+:\d{1,5}$/, 'must be host:port such as 127.0.0.1:7233');

export const imageByDigest = z
  .string()
  .regex(/^[^\s@]+@sha256:[0-9a-f]{64}$/, 'must be an image by digest such as registry.example/steward@sha256:…');

/** Of a cluster: `namespace/name`. */
export const serviceAccount = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\/[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/,
    'must be namespace/name such as credit-risk/steward',
  )
  .transform((value) => {
    const [namespace = '', account = ''] = value.split('/');
    return { namespace, account };
  });

/** Long enough that guessing is hopeless. */
export const token = z.string().min(24, 'must have at least 24 characters').max(1_000);

export const logLevel = z.enum(
  ['fatal', 'error', 'warn', 'info', 'debug', 'trace'],
  'must be one of fatal, error, warn, info, debug, trace',
);

function protocolOf(value: string): string {
  return URL.canParse(value) ? new URL(value).protocol : '';
}
