import type { LaptopSettings } from './laptop-settings';

/** The last lines of a start: that it is up, where it answers, and what a newcomer types next. */
export function linesWhenUp(settings: LaptopSettings): readonly string[] {
  return [
    `Steward is up. The channel's stand-in is ${settings.STEWARD_CONNECTOR_URL}; Ctrl-C stops everything.`,
    `Temporal's page: ${settings.STEWARD_TEMPORAL_UI_URL}. API: ${settings.STEWARD_API_URL}.`,
    'Talk: npm run chat (in another terminal). Type: register champion.zip, then deploy champion to production.',
  ];
}
