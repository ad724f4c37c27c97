import type { LaptopSettings } from './laptop-settings';

/** The last lines of a start: that it is up, where it answers, and what a newcomer types next. */
export function linesWhenUp(settings: LaptopSettings): readonly string[] {
  return [
    `Steward is up: open ${settings.STEWARD_PAGE_URL} in a browser. Ctrl-C stops everything.`,
    `Temporal's page: ${settings.STEWARD_TEMPORAL_UI_URL}. API: ${settings.STEWARD_API_URL}.`,
    'Or talk in another terminal: npm run chat. Type: register champion.zip, then deploy champion to production.',
  ];
}
