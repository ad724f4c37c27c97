import { type Browser, chromium, type Page } from 'playwright-core';

/** The browser that `npm run test:real` found; undefined where there is none, and its suites are skipped by name. */
export const chromiumProgram = process.env['STEWARD_TEST_CHROMIUM'];

export const wide = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };

/** Chromium without a window. In a container it has no rights to make a sandbox of its own. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumProgram ?? '', args: ['--no-sandbox', '--disable-gpu'] });
}

export interface Tab {
  readonly page: Page;
  /** What the page's own code complained of, and every request that left this machine. */
  readonly complaints: readonly string[];
  /** Cuts the page off from what happens elsewhere until the answer is called; what it asks for itself still gets through. */
  readonly cutOff: () => Promise<() => Promise<void>>;
}

/** A page of its own browser profile, as another visitor would have it. */
export async function openTab(browser: Browser, origin: string, size = wide): Promise<Tab> {
  const context = await browser.newContext({ viewport: size, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !url.startsWith('data:')) complaints.push(`asked for ${url}`);
  });
  await page.goto(origin);
  return { page, complaints, cutOff: () => cutOff(page) };
}

async function cutOff(page: Page): Promise<() => Promise<void>> {
  const stream = '**/stream';
  const trouble = page.getByText(/^Reconnecting/);
  await page.route(stream, (route) => route.abort());
  // As the browser's stop button does: it ends the stream that flows, and no other comes through.
  await page.evaluate('window.stop()');
  await trouble.waitFor();
  return async () => {
    await page.unroute(stream);
    await trouble.waitFor({ state: 'hidden' });
  };
}
