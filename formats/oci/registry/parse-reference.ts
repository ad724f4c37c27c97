import { type Digest, isDigest } from '../../../domain/digest';
import { StewardError } from '../../../domain/errors';

/** One repository of one registry. */
export interface Repository {
  /** With its port, if it has one; `docker.io` for Docker Hub. */
  readonly host: string;
  readonly name: string;
}

export interface ImageReference extends Repository {
  readonly tag?: string;
  readonly digest?: Digest;
}

const hostPattern =
  /^(?:\[[0-9a-f:]{2,45}\]|[a-z0-9](?:[a-z0-9-]{0,62})(?:\.[a-z0-9](?:[a-z0-9-]{0,62})){0,20})(?::\d{1,5})?$/i;
/** A repository's name (OCI distribution specification 1.1, "Pulling manifests"). */
const component = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const tagPattern = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/;
const maximalLength = 1_000;
const maximalName = 255;

/**
 * Reads `[host/]repository[:tag][@digest]` by Docker's rules: the first part is a host when it has a dot or a port, or
 * is `localhost`; without one it is Docker Hub's, whose own images are below `library/`. Throws
 * `image_reference_invalid`.
 */
export function parseReference(text: string): ImageReference {
  const refuse = (why: string) => new StewardError('image_reference_invalid', { reference: shown(text), why });
  if (text.length > maximalLength) throw refuse('it is too long');
  const [rest = '', digest, ...more] = text.split('@');
  if (more.length > 0) throw refuse('it has more than one "@"');
  if (digest !== undefined && !isDigest(digest))
    throw refuse('its digest is not sha256 and 64 lower-case hexadecimal digits');
  const colon = rest.lastIndexOf(':');
  const tagged = colon > rest.lastIndexOf('/');
  const tag = tagged ? rest.slice(colon + 1) : undefined;
  if (tag !== undefined && !tagPattern.test(tag)) throw refuse('its tag has characters that no tag may have');
  const place = splitHost(tagged ? rest.slice(0, colon) : rest);
  const why = whyNoRepository(place);
  if (why !== undefined) throw refuse(why);
  return { ...place, ...(tag !== undefined && { tag }), ...(digest !== undefined && { digest }) };
}

/**
 * Reads `host[/path]`, below which repositories are kept: the host must be said. Throws `image_reference_invalid`.
 */
export function parseRegistryPrefix(text: string): { readonly host: string; readonly prefix: string } {
  const refuse = (why: string) => new StewardError('image_reference_invalid', { reference: shown(text), why });
  const [first = '', ...path] = text.replace(/\/+$/, '').split('/');
  if (text.length > maximalLength || !hostPattern.test(first)) throw refuse('it does not begin with a host');
  if (!path.every((part) => component.test(part))) throw refuse('its path is no name of a repository');
  return { host: canonicalHost(first), prefix: path.join('/') };
}

/** Why a registry could not have such a repository, or undefined. */
export function whyNoRepository({ host, name }: Repository): string | undefined {
  if (!hostPattern.test(host)) return 'its host is none';
  if (name.length > maximalName) return 'its repository has a name of more than 255 characters';
  if (!name.split('/').every((part) => component.test(part)))
    return 'a repository is lower-case letters and digits, with single ".", "_" or "-" between them';
  return undefined;
}

/** One spelling for a host: Docker Hub's names are one, and 443 goes without saying. */
export function canonicalHost(host: string): string {
  const plain = host.toLowerCase().replace(/:443$/, '');
  return ['docker.io', 'index.docker.io', 'registry-1.docker.io'].includes(plain) ? 'docker.io' : plain;
}

function splitHost(text: string): Repository {
  const slash = text.indexOf('/');
  const first = text.slice(0, Math.max(slash, 0));
  if (first !== 'localhost' && !/[.:[]/.test(first))
    return { host: 'docker.io', name: slash < 0 ? `library/${text}` : text };
  const host = canonicalHost(first);
  const name = text.slice(slash + 1);
  return { host, name: host === 'docker.io' && !name.includes('/') ? `library/${name}` : name };
}

function shown(text: string): string {
  return JSON.stringify(text.slice(0, 200));
}
