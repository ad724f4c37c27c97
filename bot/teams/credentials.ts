import {
  CertificateServiceClientCredentialsFactory,
  JwtTokenProviderFactory,
  ManagedIdentityServiceClientCredentialsFactory,
  MicrosoftAppCredentials,
  PasswordServiceClientCredentialFactory,
  type ServiceClientCredentialsFactory,
} from 'botframework-connector';
import { errorText } from '../../domain/errors';
import type { ChatIdentity } from './chat-settings';
import { SendError } from './send-error';
import { createStandInCredentials } from './stand-in-credentials';

export type Credentials = Awaited<ReturnType<ServiceClientCredentialsFactory['createCredentials']>>;

/** Without authentication; the SDK's own factory says so when it has no app id. */
function withoutIdentity(): ServiceClientCredentialsFactory {
  return {
    isValidAppId: () => Promise.resolve(true),
    isAuthenticationDisabled: () => Promise.resolve(true),
    createCredentials: () => Promise.resolve(MicrosoftAppCredentials.Empty),
  };
}

function factoryFor(identity: ChatIdentity, now: () => Date): ServiceClientCredentialsFactory {
  switch (identity.kind) {
    case 'secret':
      return new PasswordServiceClientCredentialFactory(identity.appId, identity.secret, identity.tenantId);
    case 'certificate': {
      const { appId, thumbprint, privateKey, tenantId } = identity;
      return new CertificateServiceClientCredentialsFactory(appId, thumbprint, privateKey, tenantId);
    }
    case 'managed':
      return new ManagedIdentityServiceClientCredentialsFactory(identity.appId, new JwtTokenProviderFactory());
    case 'stand-in':
      return createStandInCredentials(identity, now);
    case 'none':
      return withoutIdentity();
  }
}

/** A directory that refuses says why in a code; without one it did not answer. */
function tokenFailure(error: unknown): SendError {
  if (error instanceof SendError) return error;
  const code = (error as { errorCode?: unknown } | null)?.errorCode;
  const refused = typeof code === 'string' && /invalid|unauthorized|denied/.test(code);
  const why = typeof code === 'string' ? code : errorText(error);
  return new SendError({ kind: refused ? 'no-token' : 'unsent', why }, { cause: error });
}

/** How the bot proves who it is, by its identity. What keeps it from a token comes as a SendError. */
export function createCredentialsFactory(identity: ChatIdentity, now: () => Date): ServiceClientCredentialsFactory {
  const factory = factoryFor(identity, now);
  return {
    isValidAppId: (appId) => factory.isValidAppId(appId),
    isAuthenticationDisabled: () => factory.isAuthenticationDisabled(),
    async createCredentials(appId, audience, loginEndpoint, validateAuthority): Promise<Credentials> {
      const credentials = await factory.createCredentials(appId, audience, loginEndpoint, validateAuthority);
      return {
        async signRequest(request) {
          try {
            return await credentials.signRequest(request);
          } catch (error) {
            throw tokenFailure(error);
          }
        },
      };
    },
  };
}

/** What the bot shows to Teams' connector. */
export function createConnectorCredentials(identity: ChatIdentity, now: () => Date): Promise<Credentials> {
  return createCredentialsFactory(identity, now).createCredentials(
    identity.kind === 'none' ? '' : identity.appId,
    'https://api.botframework.com',
    'https://login.microsoftonline.com/botframework.com',
    true,
  );
}
