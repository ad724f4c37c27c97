/**
 * Bundles the playground's page into dist/playground/page/app/: one script, one style sheet, and what is copied as it
 * is. `npm run build` calls it; `node tools/bundle-page.mjs --watch` does it again after each change, for development.
 */
import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const root = path.resolve(import.meta.dirname, '..');
export const pageSources = 'playground/page/app';
const source = path.join(root, pageSources);
const target = path.join(root, 'dist', pageSources);
const copied = ['index.html', 'icon.svg'];

/** zod brings its messages in fifty languages, more than half of a page that speaks English. */
const englishOnly = {
  name: 'english-only',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: `export { default as en } from './en.js';`,
    }));
  },
};

function options() {
  return {
    entryPoints: { app: path.join(source, 'main.tsx'), style: path.join(source, 'style/app.css') },
    outdir: target,
    entryNames: '[name]',
    bundle: true,
    minify: true,
    sourcemap: true,
    format: 'iife',
    target: ['es2022'],
    tsconfig: path.join(source, 'tsconfig.json'),
    legalComments: 'none',
    logLevel: 'warning',
    loader: { '.svg': 'dataurl' },
    plugins: [englishOnly],
  };
}

export async function bundlePage() {
  const { build } = await import('esbuild');
  await mkdir(target, { recursive: true });
  await build(options());
  for (const name of copied) await copyFile(path.join(source, name), path.join(target, name));
}

async function watchPage() {
  const { context } = await import('esbuild');
  await bundlePage();
  const watching = await context({ ...options(), logLevel: 'info' });
  await watching.watch();
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  await (process.argv.includes('--watch') ? watchPage() : bundlePage());
