import { diffContracts, type ContractDifference } from '../domain/package/diff-contract';
import type { PackageManifest } from '../domain/package/manifest';
import { targetRefusal } from '../domain/package/target-refusal';
import type { Instant } from '../domain/release/release';
import type { Tx } from './database';
import { findPeople } from './people';
import { findPointer } from './pointers';
import { getProject } from './projects';
import { getVersion } from './versions';

/** What the answer to a registration is drawn from. */
export interface RegistrationFacts {
  readonly title: string;
  readonly label: string;
  readonly manifest: PackageManifest;
  readonly registeredBy: string;
  readonly registeredAt: Instant;
  /** Absent when the version is the champion itself. */
  readonly champion?: { readonly label: string; readonly difference: ContractDifference };
  readonly environments: readonly {
    readonly name: string;
    readonly refusal?: NonNullable<ReturnType<typeof targetRefusal>>;
  }[];
}

export async function readRegistrationFacts(tx: Tx, project: string, label: string): Promise<RegistrationFacts> {
  const { file } = await getProject(tx, project);
  const version = await getVersion(tx, project, label);
  const people = await findPeople(tx, [version.modeller]);
  const champion = await findPointer(tx, project, 'champion');
  const other =
    champion && champion.label !== version.label ? await getVersion(tx, project, champion.label) : undefined;
  return {
    title: file.project,
    label: version.label,
    manifest: version.manifest,
    registeredBy: people[version.modeller]?.name ?? file.people[version.modeller] ?? version.modeller,
    registeredAt: version.registeredAt,
    environments: Object.entries(file.environments).map(([name, environment]) => {
      const refusal = targetRefusal(environment.target, version.manifest);
      return { name, ...(refusal ? { refusal } : {}) };
    }),
    ...(other ? { champion: { label: other.label, difference: diffContracts(other.manifest, version.manifest) } } : {}),
  };
}
