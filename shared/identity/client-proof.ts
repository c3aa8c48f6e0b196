import { createHash, randomUUID, X509Certificate } from 'node:crypto';
import type { ManagedIdentityCredential } from '@azure/identity';
import jwt from 'jsonwebtoken';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import { ProviderFault } from './identity-provider.ts';
import { type ProviderBudget, within } from './provider-fetch.ts';

/** RFC 7523: a signed assertion in place of a shared secret. */
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const assertionSeconds = 300;
/** Somebody is waiting for the page, and the library's own retries take longer than they will wait. */
const retryOptions = { maxRetries: 1, retryDelayInMs: 200 };
const federationScope = 'api://AzureADTokenExchange/.default';

/** The members of a token request by which this client proves itself. @throws ProviderFault `client-proof`, `unreachable` */
type ClientProof = (tokenEndpoint: string, budget: ProviderBudget) => Promise<Record<string, string>>;

export function clientProof(config: Config, clock: Clock): ClientProof {
  const { proof, clientId } = config.identity;
  switch (proof.kind) {
    case 'secret':
      return async () => ({ client_secret: proof.secret });
    case 'certificate':
      return async (tokenEndpoint) => ({
        client_assertion_type: assertionType,
        client_assertion: certificateAssertion(proof.pem, clientId, tokenEndpoint, clock),
      });
    case 'managed-identity': {
      const token = federatedToken(config.managedIdentityClientId);
      return async (_tokenEndpoint, budget) => ({
        client_assertion_type: assertionType,
        client_assertion: await within(budget, token()),
      });
    }
  }
}

function certificateAssertion(pem: string, clientId: string, audience: string, clock: Clock): string {
  const certificate = new X509Certificate(pem).raw;
  const thumbprint = (algorithm: 'sha1' | 'sha256') => createHash(algorithm).update(certificate).digest('base64url');
  const now = Math.floor(clock.now().getTime() / 1000);
  const claims = {
    iss: clientId,
    sub: clientId,
    aud: audience,
    jti: randomUUID(),
    iat: now,
    nbf: now,
    exp: now + assertionSeconds,
  };
  return jwt.sign(claims, pem, {
    algorithm: 'RS256',
    header: { alg: 'RS256', typ: 'JWT', x5t: thumbprint('sha1'), 'x5t#S256': thumbprint('sha256') },
  });
}

/**
 * The managed identity's own token, which the app registration's federated credential trusts. The library is loaded when
 * first needed; it remembers the token until shortly before it expires.
 */
function federatedToken(clientId: string | undefined): () => Promise<string> {
  let credential: ManagedIdentityCredential | undefined;
  return async () => {
    try {
      if (credential === undefined) {
        const library = await import('@azure/identity');
        credential = new library.ManagedIdentityCredential({
          ...(clientId !== undefined && { clientId }),
          retryOptions,
        });
      }
      return (await credential.getToken(federationScope)).token;
    } catch (cause) {
      throw new ProviderFault('client-proof', 'The managed identity has no token to prove this client with', { cause });
    }
  };
}
