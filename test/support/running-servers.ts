export interface Running {
  readonly folder: string;
  readonly stops: { readonly pid: number; readonly stop: () => Promise<boolean> }[];
}

/** Shared by set-up and tear-down, which Jest runs in one process but loads as separate modules. */
const key = Symbol.for('steward.test.running');

const shelf = globalThis as { [key]?: Running[] };

export const runningServers: Running[] = (shelf[key] ??= []);
