import { createHash, randomUUID, X509Certificate } from 'node:crypto';
import jwt from 'jsonwebtoken';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';

/** RFC 7523: a signed assertion in place of a shared secret. */
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const assertionSeconds = 300;
const federationScope = 'api://AzureADTokenExchange/.default';

/** The members of a token request by which this client proves itself. */
export async function clientProof(
  config: Config,
  tokenEndpoint: string,
  clock: Clock,
): Promise<Record<string, string>> {
  const { proof, clientId } = config.identity;
  switch (proof.kind) {
    case 'secret':
      return { client_secret: proof.secret };
    case 'certificate':
      return {
        client_assertion_type: assertionType,
        client_assertion: certificateAssertion(proof.pem, clientId, tokenEndpoint, clock),
      };
    case 'managed-identity':
      return {
        client_assertion_type: assertionType,
        client_assertion: await federatedToken(config.managedIdentityClientId),
      };
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

/** The managed identity's own token, which the app registration's federated credential trusts. Loaded when used. */
async function federatedToken(clientId: string | undefined): Promise<string> {
  const { ManagedIdentityCredential } = await import('@azure/identity');
  const credential =
    clientId === undefined ? new ManagedIdentityCredential() : new ManagedIdentityCredential({ clientId });
  return (await credential.getToken(federationScope)).token;
}
