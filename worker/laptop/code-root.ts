import path from 'node:path';

/** Where the entry files of the other processes lie, and how Node runs them. */
export interface CodeRoot {
  readonly folder: string;
  /** True for `dist/`: compiled, with a prebuilt workflow bundle; false for the sources, run through tsx. */
  readonly compiled: boolean;
}

/** The tree that this very file is part of. */
export function ownCodeRoot(): CodeRoot {
  return { folder: path.resolve(__dirname, '../..'), compiled: __filename.endsWith('.js') };
}

export function nodeArguments(root: CodeRoot, entry: string): string[] {
  const file = path.join(root.folder, entry);
  return root.compiled ? ['--enable-source-maps', `${file}.js`] : ['--import', require.resolve('tsx'), `${file}.ts`];
}

export function workflowBundleOf(root: CodeRoot): string | undefined {
  return root.compiled ? path.join(root.folder, 'workflow-bundle.js') : undefined;
}
