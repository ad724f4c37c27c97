import type { Digest } from '../../../domain/digest';
import type { Blob } from '../blobs';
import type { Descriptor } from '../documents';
import { createTokenClient } from './ask-for-token';
import { createAuthorizer } from './authorize';
import type { FindCredentials } from './credentials';
import { type Network, createExchanger } from './exchange';
import { type ManifestDocument, findManifest, getManifest, putManifest } from './manifests';
import { createOrigins } from './origins';
import type { Repository } from './parse-reference';
import { fetchBlob, findBlob, readBlob, streamBlob } from './read-blob';
import { listReferrers } from './referrers';
import { type Patience, createRepeater } from './repeat';
import { createSecrets } from './secrets';
import { createSender } from './send';
import { listTags } from './tags';
import { type BlobSource, type UploadOptions, type Uploaded, uploadBlob } from './upload-blob';

export interface RegistryClientOptions extends Patience {
  readonly credentials: FindCredentials;
  readonly network: Network;
  /** Hosts, with their ports, that are spoken to without TLS although they are not this machine. */
  readonly plainHosts: readonly string[];
}

/**
 * A client of any number of registries (OCI distribution specification 1.1). Reads are checked against the digest that
 * they are asked by; writes are read back. All of it may be repeated. Throws the reasons of
 * `domain/reasons/image-registry.ts`, in which no credential stands.
 */
export interface RegistryClient {
  /** The digest under a tag or digest, or undefined. */
  findManifest(at: Repository, reference: string): Promise<Digest | undefined>;
  getManifest(at: Repository, reference: string): Promise<ManifestDocument | undefined>;
  putManifest(at: Repository, reference: string, manifest: ManifestDocument): Promise<void>;
  /** Artifacts of a type that are attached to a manifest; undefined of a registry that does not list them. */
  listReferrers(at: Repository, digest: Digest, artifactType: string): Promise<readonly Descriptor[] | undefined>;
  /** All of them; none of a repository that is not there. */
  listTags(at: Repository): Promise<readonly string[]>;
  /** The size in bytes of a blob that is there. */
  findBlob(at: Repository, digest: Digest): Promise<number | undefined>;
  /** A small blob; undefined when there is none or it is larger than `limit` bytes. */
  readBlob(at: Repository, blob: Blob, limit: number): Promise<Buffer | undefined>;
  /** To a path where nothing may be (EEXIST). */
  fetchBlob(at: Repository, blob: Blob, toPath: string): Promise<void>;
  /** Unchecked, from `start` on: for passing on to what checks it. */
  streamBlob(at: Repository, blob: Blob, start: number): AsyncIterable<Uint8Array>;
  uploadBlob(at: Repository, source: BlobSource, options: Omit<UploadOptions, 'pause'>): Promise<Uploaded>;
  readonly close: () => Promise<void>;
}

export function createRegistryClient(options: RegistryClientOptions): RegistryClient {
  const { credentials, network, plainHosts, now, pause } = options;
  const exchanger = createExchanger(network);
  const secrets = createSecrets();
  const sendRepeatedly = createRepeater(exchanger, options);
  const { originOf, mayGoPlain } = createOrigins(exchanger, plainHosts);
  const askForToken = createTokenClient(sendRepeatedly, secrets, now);
  const authorizer = createAuthorizer({ credentials, askForToken, secrets, now, mayGoPlain });
  const send = createSender({ sendRepeatedly, authorizer, secrets, originOf, mayGoPlain });
  return {
    findManifest: (at, reference) => findManifest(send, at, reference),
    getManifest: (at, reference) => getManifest(send, at, reference),
    putManifest: (at, reference, manifest) => putManifest(send, at, reference, manifest),
    listReferrers: (at, digest, artifactType) => listReferrers(send, at, digest, artifactType),
    listTags: (at) => listTags(send, at),
    findBlob: (at, digest) => findBlob(send, at, digest),
    readBlob: (at, blob, limit) => readBlob(send, at, blob, limit),
    fetchBlob: (at, blob, toPath) => fetchBlob(send, at, blob, toPath),
    streamBlob: (at, blob, start) => streamBlob(send, at, blob, start),
    uploadBlob: (at, source, given) => uploadBlob(send, at, source, { ...given, pause }),
    close: () => exchanger.close(),
  };
}
