import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';

/** Where pictures are kept for people to look at; none are taken where nobody asked for them. */
const pictures = process.env['STEWARD_TEST_PICTURES'];

export async function takePicture(page: Page, name: string): Promise<void> {
  if (pictures === undefined) return;
  await mkdir(pictures, { recursive: true });
  await page.screenshot({ path: path.join(pictures, `${name}.png`) });
}

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

interface Finding {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** What axe-core calls serious or critical on the page as it stands, a line each; empty for a page that is well. */
export async function findBarriers(page: Page): Promise<readonly string[]> {
  // Not as a script of the page: its own policy lets none in.
  const run = `(() => { const module = undefined; ${axe}; return window.axe.run(); })()`;
  const found = await page.evaluate<{ readonly violations: readonly Finding[] }>(run);
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
    );
}

/** Runs in the page, whose types this code does not know. */
const overflowing = `(() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  return [...document.querySelectorAll('body *')]
    .filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1)
    .map((element) => element.tagName + '.' + element.className + ': ' + element.textContent.slice(0, 60))
    .slice(0, 10);
})()`;

/** Elements that stick out of the window to the right; empty for a page in which nothing is cut off. */
export function findOverflow(page: Page): Promise<readonly string[]> {
  return page.evaluate<readonly string[]>(overflowing);
}

const noteInSight = `new Promise((resolve, reject) => {
  setTimeout(() => reject(new Error('what was answered to the visitor alone is out of sight')), 10_000);
  const look = (seen) => seen.some(({ intersectionRatio }) => intersectionRatio > 0.99) && resolve();
  new IntersectionObserver(look, { threshold: [0.5, 0.995, 1] }).observe([...document.querySelectorAll('.card-note')].at(-1));
})`;

/** Resolves once all of the newest answer to the visitor alone can be seen; rejects when it never can. */
export async function waitForNoteInSight(page: Page): Promise<void> {
  await page.evaluate(noteInSight);
}
