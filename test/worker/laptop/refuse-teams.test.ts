import { refuseTeamsCredentials } from '../../../worker/laptop/refuse-teams';

describe('a laptop', () => {
  it('starts where nothing of Teams is set', () => {
    expect(() => refuseTeamsCredentials({ PATH: '/bin', STEWARD_BOT_PASSWORD: '' })).not.toThrow();
  });

  it.each([
    'STEWARD_BOT_APP_ID',
    'STEWARD_BOT_PASSWORD',
    'STEWARD_BOT_CERTIFICATE_KEY',
    'STEWARD_BOT_MANAGED_IDENTITY',
  ])('refuses to play Teams beside %s, by its name and never by its value', (name) => {
    const start = (): void => refuseTeamsCredentials({ [name]: 'hush-hush' });
    expect(start).toThrow(name);
    expect(start).not.toThrow('hush-hush');
    expect(start).toThrow(/Unset it to play/);
  });
});
