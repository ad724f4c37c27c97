import type { LaptopSettings } from './laptop-settings';

/** The last lines of a start: that it is up, where it answers, and what a newcomer types next. */
export function linesWhenUp(settings: LaptopSettings): readonly string[] {
  const others = `Temporal's page: ${settings.STEWARD_TEMPORAL_UI_URL}. API: ${settings.STEWARD_API_URL}.`;
  if (settings.STEWARD_BOT_INSECURE_LOCAL !== undefined)
    return [
      `Steward is up and believes whoever speaks to it from this machine: point a channel at ${settings.STEWARD_BOT_URL}. Ctrl-C stops everything.`,
      others,
      'Type there: connect hmeq, then register champion.zip, then deploy champion to production.',
    ];
  return [
    `Steward is up: open ${settings.STEWARD_PAGE_URL} in a browser. Ctrl-C stops everything.`,
    others,
    'Or talk in another terminal: npm run chat. Type: register champion.zip, then deploy champion to production.',
  ];
}
