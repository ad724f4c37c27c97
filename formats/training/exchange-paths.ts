/** Where a retraining's data is fetched from and its results are sent to, below the address of the exchange. */
export function exchangePath(name: string, file: string): string {
  return `/retrainings/${name}/${file}`;
}

/** Undefined for any other path. */
export function parseExchangePath(url: string): { readonly name: string; readonly file: string } | undefined {
  const [, name, file] = /^\/retrainings\/(t\d{1,15})\/([a-z.]{1,40})$/.exec(url) ?? [];
  return name === undefined || file === undefined ? undefined : { name, file };
}
