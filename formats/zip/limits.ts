/** Bounds on an archive that nobody vouches for. Sizes in bytes. */
export interface ArchiveLimits {
  readonly archiveBytes: number;
  /** Files and folders together. */
  readonly entries: number;
  readonly totalBytes: number;
  readonly fileBytes: number;
  /** Unpacked to packed size of one entry; not looked at below `ratioFloor` unpacked bytes, as empty tables pack well. */
  readonly ratio: number;
  readonly ratioFloor: number;
  /** Folders above a file. */
  readonly depth: number;
  /** UTF-8 bytes of a whole path. */
  readonly pathBytes: number;
}

const mebibyte = 1024 * 1024;

/** Generous for scoring models (tens of kilobytes to some hundred megabytes), small enough for a worker's disk. */
export const packageLimits: ArchiveLimits = {
  archiveBytes: 512 * mebibyte,
  entries: 2_000,
  totalBytes: 1024 * mebibyte,
  fileBytes: 512 * mebibyte,
  ratio: 100,
  ratioFloor: mebibyte,
  depth: 12,
  pathBytes: 240,
};

/** Of the figures beside a package. */
export const metricsBytes = mebibyte;

/** `512 MiB`, `20 KiB`, `3 bytes`. */
export function sizeText(bytes: number): string {
  if (bytes >= mebibyte) return `${Math.ceil(bytes / mebibyte)} MiB`;
  return bytes >= 1024 ? `${Math.ceil(bytes / 1024)} KiB` : `${bytes} bytes`;
}
