/** Settings that give a bot its identity in Teams. */
const teamsSettings = [
  'STEWARD_BOT_APP_ID',
  'STEWARD_BOT_PASSWORD',
  'STEWARD_BOT_CERTIFICATE_THUMBPRINT',
  'STEWARD_BOT_CERTIFICATE_KEY',
  'STEWARD_BOT_MANAGED_IDENTITY',
] as const;

/**
 * A laptop plays Teams and lets anybody at it be anyone, so it never runs where a real identity is at hand. Throws a
 * RangeError that names what is set; values are never told.
 */
export function refuseTeamsCredentials(env: Readonly<Record<string, string | undefined>>): void {
  const found = teamsSettings.filter((name) => env[name] !== undefined && env[name] !== '');
  if (found.length === 0) return;
  throw new RangeError(
    `This would start the playground, in which everybody may be anyone, beside credentials of Teams: ${found.join(', ')} is set. Unset it to play, or start the processes one by one for Teams (docs/operations.md).`,
  );
}
