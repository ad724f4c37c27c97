import { readChatAccess, readChatSettings } from '../../../bot/teams/chat-settings';
import { isTrustedService } from '../../../bot/teams/service-hosts';

const app = { STEWARD_BOT_APP_ID: 'a', STEWARD_BOT_TENANT_ID: 'T', STEWARD_BOT_PORT: '3978' };
const secret = { STEWARD_BOT_PASSWORD: 's3cret' };
const standIn = { ...app, ...secret, STEWARD_CONNECTOR_URL: 'http://127.0.0.1:56150' };
const certificate = { STEWARD_BOT_CERTIFICATE_THUMBPRINT: 'AB', STEWARD_BOT_CERTIFICATE_KEY: 'PEM' };
const insecure = { STEWARD_BOT_INSECURE_LOCAL: 'true', STEWARD_BOT_PORT: '3978' };

describe('readChatSettings', () => {
  it.each([
    ['a secret', { ...app, ...secret }, 'secret', '0.0.0.0'],
    ['a certificate', { ...app, ...certificate }, 'certificate', '0.0.0.0'],
    ['a managed identity', { ...app, STEWARD_BOT_MANAGED_IDENTITY: 'true' }, 'managed', '0.0.0.0'],
    ['a connector of this machine', standIn, 'stand-in', '127.0.0.1'],
    ['no checks, asked for by name', insecure, 'none', '127.0.0.1'],
  ])('takes %s', (_, env, kind, host) => {
    expect(readChatSettings(env)).toMatchObject({ identity: { kind }, host, port: 3978 });
  });

  it.each([
    ['nothing at all', { STEWARD_BOT_PORT: '3978' }, 'no app id'],
    ['an empty app id, which would turn the SDK off', { ...app, ...secret, STEWARD_BOT_APP_ID: '' }, 'no app id'],
    ['no tenant', { ...app, ...secret, STEWARD_BOT_TENANT_ID: undefined }, 'no tenant'],
    ['no credentials', app, 'no credentials'],
    ['two kinds of credentials', { ...app, ...secret, ...certificate }, 'more than one kind'],
    ['half a certificate', { ...app, STEWARD_BOT_CERTIFICATE_KEY: 'PEM' }, 'half of the certificate'],
    ['insecure with credentials', { ...insecure, ...secret }, 'turns all checks off'],
    ['insecure with an app id', { ...insecure, STEWARD_BOT_APP_ID: 'a' }, 'turns all checks off'],
    ['insecure for the whole network', { ...insecure, STEWARD_BOT_HOST: '0.0.0.0' }, 'would listen on 0.0.0.0'],
    ['a stand-in for the whole network', { ...standIn, STEWARD_BOT_HOST: '10.0.0.1' }, 'would listen on 10.0.0.1'],
    ['a stand-in elsewhere', { ...standIn, STEWARD_CONNECTOR_URL: 'http://evil.example' }, 'not on this machine'],
    ['a stand-in that is no address', { ...standIn, STEWARD_CONNECTOR_URL: 'x' }, 'not on this machine'],
    ['a stand-in without password', { ...standIn, STEWARD_BOT_PASSWORD: undefined }, 'STEWARD_BOT_PASSWORD'],
    ['no port', { ...app, ...secret, STEWARD_BOT_PORT: undefined }, 'no port'],
    ['an odd port', { ...app, ...secret, STEWARD_BOT_PORT: '70000' }, 'no port'],
  ])('refuses %s', (_, env, why) => {
    expect(() => readChatSettings(env)).toThrow(why);
    expect(() => readChatSettings(env)).toThrow('The bot cannot run with these settings');
  });

  it('hears only the tenant of the bot unless others are listed', () => {
    expect(readChatSettings({ ...app, ...secret }).tenants).toEqual(['t']);
    expect(readChatSettings({ ...app, ...secret, STEWARD_BOT_TENANTS: 'B, c' }).tenants).toEqual(['b', 'c']);
  });
});

describe('isTrustedService', () => {
  const teams = readChatAccess({ ...app, ...secret, STEWARD_BOT_TEAMS_HOSTS: 'smba.cloud.example' });
  const local = readChatAccess(standIn);

  it.each([
    ['https://smba.trafficmanager.net/emea/', true],
    ['https://smba.infra.gov.teams.microsoft.us/gov/', true],
    ['https://smba.cloud.example/', true],
    ['http://smba.trafficmanager.net/emea/', false],
    ['https://smba.trafficmanager.net:8443/', false],
    ['https://evil.trafficmanager.net/', false],
    ['https://smba.trafficmanager.net.evil.example/', false],
    ['https://user:pass@smba.trafficmanager.net/', false],
    ['https://evil.example/#smba.trafficmanager.net', false],
    ['http://127.0.0.1:56150/', false],
    ['', false],
  ])('for Teams: %s is %s', (url, trusted) => {
    expect(isTrustedService(teams, url)).toBe(trusted);
  });

  it.each([
    ['http://127.0.0.1:56150/connector/', true],
    ['http://127.0.0.1:56151/connector/', false],
    ['https://smba.trafficmanager.net/emea/', false],
  ])('for a connector of this machine: %s is %s', (url, trusted) => {
    expect(isTrustedService(local, url)).toBe(trusted);
  });
});
