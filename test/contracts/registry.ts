import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { PackageManifest } from '../../domain/package/manifest';
import type { Registry } from '../../domain/ports/registry';
import { hashBytes } from '../../formats/hash';
import { after, manifest, people } from '../support/release-fixtures';

export interface RegistryUnderTest {
  readonly registry: Registry;
  /** A folder of this test alone. */
  readonly folder: string;
  close(): Promise<void>;
}

/** What every registry must do. */
export function describeRegistry(name: string, open: () => Promise<RegistryUnderTest>): void {
  describe(`${name} as a registry`, () => {
    let parts: RegistryUnderTest;
    beforeEach(async () => {
      parts = await open();
    });
    afterEach(() => parts.close());

    const who = {
      modeller: people.modeller,
      actor: { kind: 'person', objectId: people.modeller },
      at: after(0),
    } as const;
    const move = { project: 'hmeq', name: 'champion', actor: { kind: 'system' }, why: 'test' } as const;

    async function register(content: string, tree = content, at = after(0)) {
      const file = path.join(parts.folder, `${hashBytes(content).slice(7, 19)}.zip`);
      await writeFile(file, content);
      const read: PackageManifest = {
        ...manifest('0'),
        packageDigest: hashBytes(content),
        treeDigest: hashBytes(`tree ${tree}`),
      };
      return parts.registry.register('hmeq', { path: file, name: 'model.zip', manifest: read }, { ...who, at });
    }

    it('registry: gives each package a label and gives the archive back byte by byte', async () => {
      const first = await register('one');
      const second = await register('two');
      expect(new Set([first.label, second.label]).size).toBe(2);
      expect([first.outcome, second.outcome]).toEqual(['new', 'new']);
      await parts.registry.fetchPackage('hmeq', second.label, path.join(parts.folder, 'fetched'));
      expect(await readFile(path.join(parts.folder, 'fetched'), 'utf8')).toBe('two');
    });

    it('registry: answers the same package with its version, also at once and packed otherwise', async () => {
      const [first, again] = await Promise.all([register('one'), register('one')]);
      const repacked = await register('one, packed otherwise', 'one');
      expect(new Set([first.label, again.label, repacked.label]).size).toBe(1);
      expect([first.outcome, again.outcome].sort()).toEqual(['new', 'same-bytes']);
      expect(repacked).toMatchObject({ outcome: 'same-files', packageDigest: hashBytes('one') });
    });

    it('registry: has no such version or project', async () => {
      const fetched = parts.registry.fetchPackage('hmeq', 'v99', path.join(parts.folder, 'none'));
      await expect(fetched).rejects.toMatchObject({ code: 'version_unknown' });
    });

    it('registry: makes the first version the champion and moves the pointer from where it stands only', async () => {
      const first = await register('one');
      const second = await register('two');
      expect(await parts.registry.getPointer('hmeq', 'champion')).toBe(first.label);
      await parts.registry.setPointer({ ...move, label: second.label, expectedPrevious: first.label, at: after(1) });
      expect(await parts.registry.getPointer('hmeq', 'champion')).toBe(second.label);
      const stale = { ...move, label: first.label, expectedPrevious: first.label, at: after(2) };
      await expect(parts.registry.setPointer(stale)).rejects.toMatchObject({ code: 'pointer_moved' });
      const repeated = { ...move, label: second.label, expectedPrevious: first.label, at: after(1) };
      await expect(parts.registry.setPointer(repeated)).resolves.toBeUndefined();
      expect(await parts.registry.getPointer('hmeq', 'challenger')).toBeUndefined();
    });
  });
}
