import type { Digest } from '../digest';
import { keptReleases } from '../images/kept-image';
import type { JudgedItem, StockBlob, StockItem, StoreReferences } from './stock';

export interface JudgedStock {
  /** What nobody refers to any more. */
  readonly loose: readonly JudgedItem[];
  readonly kept: readonly JudgedItem[];
  /** What would be free at most without the loose ones: bytes that something kept shares are not among them. */
  readonly looseBytes: number;
  readonly keptBytes: number;
}

const noRelease = `no release that serves, waits, is under way or is among the last ${keptReleases} served of an environment has it`;

/** Sets apart what is needed and what is not. Whatever is in doubt is kept. The store was read before the references. */
export function judgeStock(items: readonly StockItem[], references: StoreReferences): JudgedStock {
  const images = new Map<Digest, string>();
  for (const item of items) {
    const why = item.kind === 'image' ? whyImage(item, references) : undefined;
    if (why !== undefined && item.digest !== undefined) images.set(item.digest, why);
  }
  // Any bytes there may be of what cannot be read.
  const unread = new Set(items.filter((item) => item.unread).map(({ where }) => where));
  const needed = (item: StockItem): string | undefined => {
    if (item.young) return 'it was written within a day, or its writer lives: somebody may be at work on it';
    switch (item.kind) {
      case 'image':
        return whyImage(item, references);
      case 'package':
        return item.package && references.packages.get(item.package);
      case 'attachment':
        return item.subject && images.has(item.subject) ? `its image is kept: ${images.get(item.subject)}` : undefined;
      case 'temporary':
        return whyImage(item, references);
      case 'blob':
        return whyBlob(item, references) ?? (unread.has(item.where) ? 'a manifest here cannot be read' : undefined);
      case 'foreign':
        return whyImage(item, references) ?? (item.unread ? 'it cannot be read' : 'Steward did not put it there');
    }
  };
  const first = items.map((item) => ({ item, why: needed(item) }));
  const shared = new Set(first.filter(({ why }) => why !== undefined).flatMap(({ item }) => digestsOf(item)));
  // Bytes without a name are kept with what is kept and consists of them.
  const judged = first.map(({ item, why }) => ({
    item,
    why:
      why ??
      (item.kind === 'blob' && digestsOf(item).some((digest) => shared.has(digest))
        ? 'something that is kept consists of it'
        : undefined),
  }));
  const kept = judged.flatMap(({ item, why }) => (why === undefined ? [] : [{ ...item, why }]));
  const loose = judged.flatMap(({ item, why }) =>
    why === undefined ? [{ ...item, why: whyLoose(item, references) }] : [],
  );
  return { loose, kept, looseBytes: sum(loose, shared), keptBytes: sum(kept, new Set()) };
}

function whyImage({ digest, package: made }: StockItem, { images, imagesOf }: StoreReferences): string | undefined {
  return (digest && images.get(digest)) ?? (made && imagesOf.get(made));
}

function whyBlob(item: StockItem, { images, packages }: StoreReferences): string | undefined {
  for (const digest of digestsOf(item)) {
    const why = images.get(digest) ?? packages.get(digest);
    if (why !== undefined) return why;
  }
  return undefined;
}

function whyLoose({ kind, package: digest }: StockItem, { evidence }: StoreReferences): string {
  switch (kind) {
    case 'image':
      return noRelease;
    case 'package':
      return (digest && evidence.get(digest)) ?? 'it is the package of no registered version';
    case 'attachment':
      return 'its image is not needed any more';
    case 'temporary':
      return 'whoever wrote it is gone, and no release under way needs it';
    case 'blob':
      return 'nothing that is listed leads to it';
    case 'foreign':
      return 'nobody knows it';
  }
}

function digestsOf({ blobs }: StockItem): readonly Digest[] {
  return blobs.map(({ digest }) => digest);
}

/** Each blob once. */
function sum(items: readonly StockItem[], without: ReadonlySet<Digest>): number {
  const blobs = new Map<Digest, StockBlob>();
  for (const blob of items.flatMap((item) => item.blobs)) if (!without.has(blob.digest)) blobs.set(blob.digest, blob);
  return (
    [...blobs.values()].reduce((total, { size }) => total + size, 0) +
    items.reduce((total, { bytes = 0 }) => total + bytes, 0)
  );
}
