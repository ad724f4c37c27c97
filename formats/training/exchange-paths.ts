/** A retraining (`t5`), or one of its models on certain rows (`t5-candidate-0123456789ab`). */
const name = /^t\d{1,15}(-(candidate|champion)-[0-9a-f]{12})?$/;

export function isExchangeName(text: string): boolean {
  return name.test(text);
}

/** Where the data of a name is fetched from and its results are sent to, below the address of the exchange. */
export function exchangePath(name: string, file: string): string {
  return `/retrainings/${name}/${file}`;
}

/** Undefined for any other path. */
export function parseExchangePath(url: string): { readonly name: string; readonly file: string } | undefined {
  const [, name = '', file = ''] = /^\/retrainings\/([a-z0-9-]{1,60})\/([a-z0-9.]{1,40})$/.exec(url) ?? [];
  return isExchangeName(name) ? { name, file } : undefined;
}
