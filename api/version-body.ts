import type { Version } from '../database/versions';

/** A version as programs see it. */
export function versionBody({ label, manifest, modeller, registeredAt }: Version): object {
  return {
    version: label,
    packageDigest: manifest.packageDigest,
    treeDigest: manifest.treeDigest,
    format: manifest.format,
    bytes: manifest.bytes,
    modeller,
    registeredAt,
    contract: manifest.contract,
    call: manifest.call,
    notes: manifest.notes,
  };
}
