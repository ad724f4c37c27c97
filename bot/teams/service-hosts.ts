import { type ChatAccess, isLoopback } from './chat-settings';

/**
 * Where Teams' connector lives, by cloud. Whole names only: anybody can own a name below trafficmanager.net.
 */
const teamsHosts = [
  'smba.trafficmanager.net',
  'smba.infra.gcc.teams.microsoft.com',
  'smba.infra.gov.teams.microsoft.us',
  'smba.infra.dod.teams.microsoft.us',
];

/**
 * Whether the bot's token may go to this service address. Addresses come in with activities and are kept in the
 * database, so they are checked each time before a token is sent.
 */
export function isTrustedService({ identity, extraHosts }: ChatAccess, serviceUrl: string): boolean {
  if (!URL.canParse(serviceUrl)) return false;
  const url = new URL(serviceUrl);
  if (url.username !== '' || url.password !== '') return false;
  if (identity.kind === 'none') return isLoopback(url.hostname);
  if (identity.kind === 'stand-in') return url.origin === identity.origin;
  if (url.protocol !== 'https:' || (url.port !== '' && url.port !== '443')) return false;
  return teamsHosts.includes(url.hostname) || extraHosts.includes(url.hostname);
}
