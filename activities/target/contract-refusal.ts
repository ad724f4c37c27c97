import type { PackageManifest } from '../../domain/package/manifest';
import { outlineContract } from './outline-contract';

/** Bytes of contract and call, as JSON, that a gateway can be told when it is started. */
const longestContract = 100_000;

/** Why a gateway cannot be told a model's contract; undefined when it can. */
export function contractRefusal({ contract, call }: Pick<PackageManifest, 'contract' | 'call'>) {
  const bytes = Buffer.byteLength(JSON.stringify({ contract: outlineContract(contract), call }));
  if (bytes <= longestContract) return undefined;
  return { code: 'contract_too_long', details: { bytes: String(bytes), limit: String(longestContract) } } as const;
}
