import type { Actor } from '../actor';
import type { Digest } from '../digest';
import type { PackageManifest } from '../package/manifest';
import type { Instant } from '../release/release';

/** A named pointer to a version; whoever moves it says from where. */
export interface PointerMove {
  readonly project: string;
  readonly name: 'champion' | 'challenger';
  readonly label: string;
  /** The label it is expected to stand at; undefined: it is not set. */
  readonly expectedPrevious: string | undefined;
  readonly actor: Actor;
  readonly at: Instant;
  readonly why: string;
}

export interface RegisteredVersion {
  readonly label: string;
  readonly packageDigest: Digest;
  /** `new`; or the package is there already: byte for byte, or the same files packed differently. */
  readonly outcome: 'new' | 'same-bytes' | 'same-files';
}

/** Where a project's versions are registered. Labels are the registry's own; identity is the package digest. */
export interface Registry {
  /**
   * Registers the archive at `path`, whose manifest was read from these very bytes. The same package again is answered
   * with its version and changes nothing. The first version of a project becomes its champion.
   */
  register(
    project: string,
    archive: { readonly path: string; readonly name: string; readonly manifest: PackageManifest },
    who: { readonly modeller: string; readonly actor: Actor; readonly at: Instant },
  ): Promise<RegisteredVersion>;
  /** Writes the version's archive to `toPath` (must not exist), its digest checked. Throws `version_unknown`, `store_missing`. */
  fetchPackage(project: string, label: string, toPath: string): Promise<void>;
  getPointer(project: string, name: PointerMove['name']): Promise<string | undefined>;
  /** Moves a pointer; to where it stands already changes nothing. Throws `pointer_moved` when it stands elsewhere than expected. */
  setPointer(move: PointerMove): Promise<void>;
}
