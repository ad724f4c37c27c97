import { z } from 'zod';
import { type Repository, canonicalHost } from './parse-reference';
import { parseJson } from '../parse-json';

/** What opens a registry: a user's password, a refresh token of its token service, or a bearer token as it is. */
export type Credentials =
  | { readonly kind: 'password'; readonly user: string; readonly password: string }
  | { readonly kind: 'refresh'; readonly token: string }
  | { readonly kind: 'bearer'; readonly token: string };

/** What a file holds for a repository. A helper is a program that would have to be run: it is named, not run. */
export type AuthEntry =
  { readonly credentials: Credentials } | { readonly helper: string } | { readonly unusable: string };

export type FindEntry = (repository: Repository) => AuthEntry | undefined;

const entrySchema = z.looseObject({
  auth: z.string().exactOptional(),
  username: z.string().exactOptional(),
  password: z.string().exactOptional(),
  identitytoken: z.string().exactOptional(),
  registrytoken: z.string().exactOptional(),
});
const entriesSchema = z.record(z.string(), entrySchema);
const fileSchema = z.looseObject({
  auths: entriesSchema.exactOptional(),
  credsStore: z.string().exactOptional(),
  credHelpers: z.record(z.string(), z.string()).exactOptional(),
});

type Entry = z.infer<typeof entrySchema>;

/**
 * Reads the credentials that `docker login`, `podman login` and OpenShift write: `config.json`, `auth.json`,
 * `.dockerconfigjson`, and the older `.dockercfg` without `auths`. A key may be a host, an address with `/v1/` or `/v2/`,
 * or a host with a path (containers-auth.json(5)): the longest path that a repository lies below counts. Undefined for a
 * text that is none of these.
 */
export function parseAuthFile(text: string): FindEntry | undefined {
  const json = parseJson(text);
  const file = fileSchema.safeParse(json);
  if (!file.success) return undefined;
  const { auths, credsStore, credHelpers } = file.data;
  const older = auths === undefined && !credsStore && !credHelpers ? entriesSchema.safeParse(json) : undefined;
  if (older?.success === false) return undefined;
  const entries = Object.entries(auths ?? older?.data ?? {}).map(([key, entry]) => ({ ...placeOf(key), entry }));
  const helpers = new Map(Object.entries(credHelpers ?? {}).map(([key, helper]) => [placeOf(key).host, helper]));
  return ({ host, name }) => {
    const fitting = entries
      .filter((one) => one.host === host && isBelow(name, one.path) && holdsSomething(one.entry))
      .sort((left, right) => right.path.length - left.path.length);
    if (fitting[0] !== undefined) return readEntry(fitting[0].entry);
    const helper = helpers.get(host) ?? credsStore;
    return helper === undefined || helper === '' ? undefined : { helper };
  };
}

function placeOf(key: string): { readonly host: string; readonly path: string } {
  const [host = '', ...path] = key.replace(/^https?:\/\//i, '').split('/');
  return {
    host: canonicalHost(host),
    path: path
      .join('/')
      .replace(/^v[12](?:\/|$)/, '')
      .replace(/\/+$/, ''),
  };
}

function isBelow(name: string, path: string): boolean {
  return path === '' || name === path || name.startsWith(`${path}/`);
}

/** With a helper, `auths` has empty entries that only say where somebody logged in. */
function holdsSomething(entry: Entry): boolean {
  return Boolean(entry.auth || entry.username || entry.identitytoken || entry.registrytoken);
}

function readEntry(entry: Entry): AuthEntry {
  if (entry.registrytoken) return tokenEntry('bearer', entry.registrytoken);
  if (entry.identitytoken) return tokenEntry('refresh', entry.identitytoken);
  const pair = entry.auth ? decodePair(entry.auth) : [entry.username ?? '', entry.password ?? ''];
  if (pair === undefined) return { unusable: 'its "auth" is not user:password in base64' };
  const [user = '', password = ''] = pair;
  if (user.includes(':') || hasControl(user) || hasControl(password))
    return { unusable: 'user or password have characters that cannot be sent' };
  return { credentials: { kind: 'password', user, password } };
}

function tokenEntry(kind: 'refresh' | 'bearer', token: string): AuthEntry {
  if (!/^[\x21-\x7e]+$/.test(token)) return { unusable: 'its token has characters that cannot be sent' };
  return { credentials: { kind, token } };
}

function decodePair(auth: string): readonly [string, string] | undefined {
  if (!/^[A-Za-z0-9+/_-]+={0,2}\s*$/.test(auth)) return undefined;
  // Docker pads with NUL.
  const text = Buffer.from(auth, 'base64').toString('utf8').replace(/\0+$/, '');
  const colon = text.indexOf(':');
  return colon <= 0 ? undefined : [text.slice(0, colon), text.slice(colon + 1)];
}

function hasControl(text: string): boolean {
  return [...text].some((character) => character < ' ' || character === '\x7f');
}
