import {
  type Activity,
  ConfigurationBotFrameworkAuthentication,
  type ConfigurationBotFrameworkAuthenticationOptions,
} from 'botbuilder';
import {
  type AuthenticateRequestResult,
  AuthenticationError,
  type BotFrameworkAuthentication,
} from 'botframework-connector';
import { z } from 'zod';
import type { ChatIdentity } from './chat-settings';
import { createCredentialsFactory } from './credentials';

/** Who signs what Teams sends to bots. */
const channelIssuer = 'https://api.botframework.com';

export type Authenticated =
  | { readonly kind: 'known'; readonly result: AuthenticateRequestResult }
  | { readonly kind: 'stranger'; readonly why: string }
  /** The channel's keys cannot be had, so nobody can be told from anybody. */
  | { readonly kind: 'unsure'; readonly cause: unknown };

export interface Authenticator {
  /** For the adapter. */
  readonly sdk: BotFrameworkAuthentication;
  /** A look at the header alone: what is surely no token of the channel's is refused before its body is read. */
  mayBeKnown(header: string | undefined): boolean;
  /** Signature, issuer, audience, times, service address and endorsement for the channel, by the SDK. */
  authenticate(body: unknown, header: string | undefined): Promise<Authenticated>;
}

function sdkSettings(identity: ChatIdentity): ConfigurationBotFrameworkAuthenticationOptions {
  if (identity.kind === 'none') return {};
  const { appId, tenantId } = identity;
  const own = { MicrosoftAppId: appId, MicrosoftAppTenantId: tenantId, MicrosoftAppType: 'SingleTenant' };
  if (identity.kind !== 'stand-in') return own;
  const { origin } = identity;
  return {
    ...own,
    ToChannelFromBotLoginUrl: `${origin}/login`,
    ToChannelFromBotOAuthScope: channelIssuer,
    ToBotFromChannelTokenIssuer: channelIssuer,
    OAuthUrl: origin,
    ToBotFromChannelOpenIdMetadataUrl: `${origin}/keys/openidconfiguration`,
    ToBotFromEmulatorOpenIdMetadataUrl: `${origin}/keys/openidconfiguration`,
    CallerId: 'urn:botframework:azure',
    ValidateAuthority: false,
  };
}

const claimsSchema = z.object({ iss: z.literal(channelIssuer) });

/**
 * Whether the token says that the channel made it. The SDK would also take tokens of emulators and of other bots, and
 * remembers every tenant that an unverified one names; none of these gets that far.
 */
function claimsChannel(header: string): boolean {
  const payload = /^Bearer [\w-]+\.([\w-]+)\.[\w-]+$/.exec(header)?.[1];
  if (payload === undefined) return false;
  try {
    return claimsSchema.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))).success;
  } catch {
    return false;
  }
}

/** Without the channel's keys the SDK throws what its HTTP client threw, or an error of its own with status 500. */
function isKeyTrouble(error: unknown): boolean {
  if (error instanceof AuthenticationError) return error.statusCode >= 500;
  return error instanceof Error && (error.name === 'FetchError' || error.name === 'AbortError');
}

export function createAuthenticator(identity: ChatIdentity, now: () => Date): Authenticator {
  const credentials = createCredentialsFactory(identity, now);
  const sdk = new ConfigurationBotFrameworkAuthentication(sdkSettings(identity), credentials);
  const mayBeKnown = (header: string | undefined): boolean =>
    identity.kind === 'none' || (header !== undefined && claimsChannel(header));
  return {
    sdk,
    mayBeKnown,
    async authenticate(body, header) {
      if (!mayBeKnown(header)) return { kind: 'stranger', why: 'no token of the channel' };
      const activity = body as Activity;
      // With an empty address the SDK would not compare it with the token's.
      if (typeof activity.serviceUrl !== 'string' || activity.serviceUrl === '')
        return { kind: 'stranger', why: 'no service address' };
      try {
        return { kind: 'known', result: await sdk.authenticateRequest(activity, header ?? '') };
      } catch (error) {
        if (isKeyTrouble(error)) return { kind: 'unsure', cause: error };
        return { kind: 'stranger', why: error instanceof Error ? error.message : 'no valid token' };
      }
    },
  };
}
