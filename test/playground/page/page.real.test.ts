import type { Browser } from 'playwright-core';
import { createSampleStart } from '../../../worker/laptop/lay-sample';
import { freePorts } from '../../../worker/laptop/laptop-ports';
import { findFreePort } from '../../../worker/laptop/ports';
import { type Laptop, startLaptop } from '../../../worker/laptop/start-laptop';
import { compiledCode } from '../../support/laptop-driver';
import { scratchFolder } from '../../support/scratch-folder';
import { chromiumProgram, openBrowser, openTab, phone, type Tab, wide } from './browser/open-browser';
import { playDecay, playFirstRelease } from './browser/page-story';
import { createVisitor, type Visitor } from './browser/visitor';

jest.setTimeout(300_000);

const long = { timeout: 90_000 };
const aSecond = { timeout: 1_000 };

const describeWithChromium = chromiumProgram === undefined ? describe.skip : describe;

let browser: Browser;
beforeAll(async () => {
  if (chromiumProgram !== undefined) browser = await openBrowser();
});
afterAll(() => browser?.close());

/** A whole Steward as `npm start` leaves it, its sample laid. */
async function startSample(home: string): Promise<Laptop> {
  const env = { ...process.env, TEMPORAL_ADDRESS: undefined };
  return startLaptop({
    home,
    ports: await freePorts(findFreePort),
    env,
    say: () => undefined,
    code: compiledCode(),
    durable: false,
    firstStart: createSampleStart(env),
  });
}

/** One for all tests of a `describe`. It ends before its folder goes: hooks run in the order in which they are given. */
function startedSample(): () => Laptop {
  let laptop: Laptop;
  afterAll(() => laptop.stop());
  const folder = scratchFolder();
  beforeAll(async () => {
    laptop = await startSample(folder);
  });
  return () => laptop;
}

async function open(laptop: Laptop, size: typeof wide, isPhone: boolean): Promise<Visitor & Tab> {
  const tab = await openTab(browser, laptop.settings.STEWARD_PAGE_URL, size);
  return { ...createVisitor(tab.page, isPhone), ...tab };
}

describeWithChromium.each([
  ['wide', wide, false],
  ['as narrow as a phone', phone, true],
] as const)('the page, %s', (_size, size, isPhone) => {
  const laptop = startedSample();
  let visitor: Visitor & Tab;

  beforeAll(async () => {
    visitor = await open(laptop(), size, isPhone);
  });

  it('takes a newcomer from a package to a served model, and refuses who asked', async () => {
    await playFirstRelease(visitor, isPhone ? 'phone' : 'wide');
  });

  it('lets the model decay before their eyes, and a challenger win that two people let in', async () => {
    await playDecay(visitor, isPhone ? 'phone' : 'wide');
    expect(visitor.complaints).toEqual([]);
  });
});

describeWithChromium('people before browsers of their own', () => {
  const laptop = startedSample();
  let [dana, lena, theo]: (Visitor & Tab)[] = [];

  beforeAll(async () => {
    const tabs = [1, 2, 3].map(() => open(laptop(), wide, false));
    [dana, lena, theo] = await Promise.all(tabs);
    await dana?.become('Dana Okafor');
    await lena?.become('Lena Brandt');
    await theo?.become('Theo Lind');
  });

  it('have no list of commands over the box once they have sent what they typed', async () => {
    if (theo === undefined) throw new Error('no browser');
    const { page, message } = theo;
    const list = page.getByRole('listbox');
    await page.getByRole('combobox', { name: 'Start a new post' }).fill('whoami');
    await list.waitFor();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await message(/Theo Lind/, /leader/).waitFor(long);
    expect(await list.count()).toBe(0);
  });

  it('see what the others say and decide within a second, and learn from an outdated card how it stands', async () => {
    if (dana === undefined || lena === undefined || theo === undefined) throw new Error('no browser');
    const release = /hmeq v1 to production/;
    const waiting = [release, /Waiting for approval/, /Approve…/];
    await dana.say('register champion.zip');
    await dana.message(/hmeq v1 is registered/).waitFor(long);
    await lena.message(/hmeq v1 is registered/).waitFor(aSecond);
    await dana.say('deploy champion to production -- first release');
    await Promise.all([dana, lena, theo].map(({ message }) => message(...waiting).waitFor(long)));
    const reconnect = await theo.cutOff();

    await lena.decide(lena.message(...waiting), 'Approve', 'the evidence holds');
    // The second begins where the decider sees it: how long a decision takes is the machine's matter, not the page's.
    await lena.message(release, /the evidence holds/).waitFor(long);
    await dana.message(release, /the evidence holds/).waitFor(aSecond);

    await lena.message(/Serving, scores verified/, /the evidence holds/).waitFor(long);
    await theo.decide(theo.message(...waiting), 'Approve', 'I see nothing against it');
    await theo.message(release, /r1 is not waiting for approval: it is serving/).waitFor(long);
    await reconnect();
    await theo.message(/Serving, scores verified/, /the evidence holds/).waitFor(aSecond);
  });
});

/** The page holds no state of its own that a restart could take away. */
describeWithChromium('a page that stays open', () => {
  const laptop = startedSample();

  it('loses nothing and needs no reload when bot and worker are killed under it', async () => {
    const visitor = await open(laptop(), wide, false);
    await visitor.become('Dana Okafor');
    await visitor.say('register champion.zip');
    await visitor.message(/hmeq v1 is registered/).waitFor({ timeout: 60_000 });
    await visitor.say('deploy champion to production -- first release');
    const question = visitor.message(/hmeq v1 to production/, /Waiting for approval/);
    await question.waitFor({ timeout: 60_000 });
    for (const name of ['bot', 'worker'] as const) {
      laptop().part(name).kill();
      await laptop().part(name).whenReady();
    }
    await visitor.become('Lena Brandt');
    await visitor.decide(question, 'Approve', 'evidence reviewed');
    await visitor.page.getByText('Serving, scores verified').first().waitFor({ timeout: 90_000 });
  });
});
