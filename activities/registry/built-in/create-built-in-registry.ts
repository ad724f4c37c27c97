import type { Database } from '../../../database/database';
import { noteArrival } from '../../../database/package-arrivals';
import { findPointer, movePointer } from '../../../database/pointers';
import { getVersion, registerVersion } from '../../../database/versions';
import type { Registry } from '../../../domain/ports/registry';
import type { Store } from '../../../domain/ports/store';

/** Steward's own registry: versions and pointers in PostgreSQL, archives in the store. */
export function createBuiltInRegistry(deps: { readonly database: Database; readonly store: Store }): Registry {
  const { database, store } = deps;
  return {
    // The store comes first: a version never points at bytes that are not there.
    async register(project, archive, who) {
      const { manifest } = archive;
      const annotations = { 'org.opencontainers.image.title': archive.name };
      await noteArrival(database, manifest.packageDigest, who.at);
      await store.putPackage(archive.path, manifest.packageDigest, annotations);
      const { version, outcome } = await database.transaction((tx) => registerVersion(tx, project, manifest, who));
      return { label: version.label, packageDigest: version.manifest.packageDigest, outcome };
    },
    async fetchPackage(project, label, toPath) {
      const { manifest } = await getVersion(database, project, label);
      await store.fetchPackage(manifest.packageDigest, toPath);
    },
    async getPointer(project, name) {
      return (await findPointer(database, project, name))?.label;
    },
    async setPointer(move) {
      await database.transaction((tx) => movePointer(tx, move));
    },
  };
}
