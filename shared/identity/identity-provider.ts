/**
 * What the service asks of the OpenID provider: where to send a browser, and what came back.
 * The implementation over the network is `openid-provider.ts`; tests may give a literal of this interface.
 *
 * Source: ASSURANCE 2, OpenID Connect Core 1.0, RFC 7636, RFC 9207.
 */
import type { IdentityKey } from './identity-key.ts';

export interface AuthorizationRequest {
  readonly state: string;
  readonly nonce: string;
  /** S256 challenge, RFC 7636. */
  readonly codeChallenge: string;
  /** Demand a new sign-in (`prompt=login`, `max_age=0`) instead of `prompt=select_account`. */
  readonly fresh: boolean;
}

export interface AuthorizationResponse {
  readonly code: string;
  /** The response's `iss` parameter, RFC 9207, when there was one. */
  readonly issuer: string | undefined;
  readonly codeVerifier: string;
  readonly nonce: string;
}

/** A person as the provider vouches for them, after every check of the ID token. */
export interface ProvenSignIn {
  readonly identity: IdentityKey;
  /** Microsoft's own tenant for personal accounts, or any other. */
  readonly kind: 'personal' | 'work';
  /** Masked: first letter, `•••`, whole domain. */
  readonly label: string;
  readonly secondFactor: boolean;
  /** When the person last proved who they are, if the provider said so (`auth_time`; or `iat` where so configured and `fresh` was asked). */
  readonly authenticatedAt: Date | undefined;
}

export interface IdentityProvider {
  /** @throws ProviderFault when the provider's metadata is unavailable. */
  authorizationUrl(request: AuthorizationRequest): Promise<URL>;
  /** Exchanges the code and verifies the ID token. @throws ProviderFault naming the first rule that was broken. */
  redeem(response: AuthorizationResponse, options: { readonly fresh: boolean }): Promise<ProvenSignIn>;
}

/** The provider is unreachable, slow or says something that must not be believed. `reason` is for the log, never for the person. */
export class ProviderFault extends Error {
  readonly reason: string;

  constructor(reason: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ProviderFault';
    this.reason = reason;
  }
}
