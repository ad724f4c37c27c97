import type { Locator, Page } from 'playwright-core';

/** What somebody does who sits before the page, wide or as narrow as a phone, by what they read there. */
export interface Visitor {
  readonly page: Page;
  /** Looks through the eyes of this person from now on. */
  become(name: string): Promise<void>;
  /** Types a post to the bot and sends it. */
  say(text: string): Promise<void>;
  /** The newest message in which all of these words are. */
  readonly message: (...words: readonly RegExp[]) => Locator;
  /** Opens a card's button that asks for a reason (`Approve…`), gives one and presses what sends it (`Approve r1`). */
  decide(card: Locator, button: string, reason: string): Promise<void>;
  /** Does something in the drawer of the world outside. */
  world(act: (place: Locator) => Promise<void>): Promise<void>;
  /** What stands in the panel beside the channel. */
  model(look: (place: Locator) => Promise<void>): Promise<void>;
}

export function createVisitor(page: Page, isPhone: boolean): Visitor {
  async function show(view: 'Chat' | 'Model' | 'World'): Promise<void> {
    if (isPhone)
      await page.getByRole('navigation', { name: 'What to show' }).getByRole('button', { name: view }).click();
  }

  const beside = page.getByRole('complementary');
  const message = (...words: readonly RegExp[]): Locator =>
    words.reduce((found, hasText) => found.filter({ hasText }), page.getByRole('article')).last();

  return {
    page,
    message,
    async become(name) {
      if (isPhone) await page.getByRole('button', { name: /^People and channels/ }).click();
      await page.locator('label.person', { hasText: name }).click();
    },
    async say(text) {
      await show('Chat');
      const box = page.getByRole('combobox', { name: 'Start a new post' });
      await box.fill(text);
      // The list of completions would take the first Enter.
      await box.press('Escape');
      await box.press('Enter');
    },
    async decide(card, button, reason) {
      await card.getByRole('button', { name: `${button}…` }).click();
      await card.getByRole('textbox').fill(reason);
      await card.getByRole('button', { name: new RegExp(`^${button}( r\\d+)?$`) }).click();
    },
    async world(act) {
      await show('World');
      await act(beside);
      await show('Chat');
    },
    async model(look) {
      await show('Model');
      await look(beside);
      await show('Chat');
    },
  };
}
