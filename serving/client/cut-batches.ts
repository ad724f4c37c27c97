import type { ClientRow } from './read-rows';

/** Servers take 16 KiB of headers in all; the rest is for the others. */
const longestHeader = 12 * 1024;

/** Rows that are sent in one request, in order, and the header that names them. */
export interface Batch {
  /** Position of the first row among all. */
  readonly from: number;
  readonly rows: readonly ClientRow[];
  /** Value of `X-Row-Ids`: one reference a row, percent signs and blanks as `%25` and `%20`. */
  readonly rowIds: string;
}

/** Cuts rows into requests of at most `size` rows and a header that servers take. */
export function cutBatches(rows: readonly ClientRow[], size: number): Batch[] {
  const batches: Batch[] = [];
  let from = 0;
  let ids: string[] = [];
  let length = 0;
  const cut = (): void => {
    if (ids.length > 0) batches.push({ from, rows: rows.slice(from, from + ids.length), rowIds: ids.join(',') });
    from += ids.length;
    ids = [];
    length = 0;
  };
  for (const { reference } of rows) {
    const id = reference.replace(/[% ]/g, encodeURIComponent);
    if (ids.length === size || length + id.length + 1 > longestHeader) cut();
    ids.push(id);
    length += id.length + 1;
  }
  cut();
  return batches;
}
