import * as z from 'zod/mini';
import type { Clock } from '../clock.ts';
import { ProviderFault } from './identity-provider.ts';
import { checkTimes } from './signed-token.ts';
import type { SigningKey } from './signing-key.ts';

/** What the registry's backend may be allowed to do: the application roles of its tokens. */
export const registryRoles = ['Packages.Register', 'Packages.Read'] as const;
export type RegistryRole = (typeof registryRoles)[number];

/** The claims that are read, and those that must not be there. */
const Claims = z.looseObject({
  iss: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  tid: z.optional(z.string()),
  idtyp: z.optional(z.string()),
  roles: z.optional(z.array(z.string())),
});

export interface ExpectedRegistry {
  readonly issuer: string;
  readonly audience: string;
}

/**
 * Checks that a signed token has the claims of an application's own token, one named step after the other.
 *
 * @returns the roles that are known here; there may be none
 * @throws ProviderFault naming the first rule that is broken
 */
export function checkRegistryClaims(
  payload: Readonly<Record<string, unknown>>,
  { issuer, audience }: ExpectedRegistry,
  clock: Clock,
): readonly RegistryRole[] {
  const parsed = Claims.safeParse(payload);
  if (!parsed.success)
    throw new ProviderFault('claims-malformed', 'The token lacks a claim, or one is of the wrong type');
  const { iss, aud, roles = [], idtyp } = parsed.data;
  if (iss !== issuer) throw new ProviderFault('issuer', 'The token is of another issuer');
  if (aud !== audience && !(Array.isArray(aud) && aud.length === 1 && aud[0] === audience))
    throw new ProviderFault('audience', 'The token was made for somebody else');
  checkTimes(payload, clock);
  checkIsApplications(payload, idtyp);
  return registryRoles.filter((role) => roles.includes(role));
}

/**
 * That it speaks only for an application. A token that acts for a person has scopes; and an ID token has the nonce of
 * its sign-in, which matters where sign-in and registry share one app registration and so one audience.
 */
function checkIsApplications(payload: Readonly<Record<string, unknown>>, type: string | undefined): void {
  if (Object.hasOwn(payload, 'scp') || Object.hasOwn(payload, 'nonce') || (type !== undefined && type !== 'app'))
    throw new ProviderFault('not-an-application', 'The token speaks for a person');
}

/** The one of these keys that may speak for the issuer of the token. @throws ProviderFault `key-issuer` */
export function keyOfIssuer(
  candidates: readonly SigningKey[],
  { iss, tid }: Readonly<Record<string, unknown>>,
): SigningKey {
  const [key, ...more] = candidates.filter(
    ({ issuer }) =>
      issuer === undefined ||
      issuer === iss ||
      (typeof tid === 'string' && issuer.replaceAll('{tenantid}', tid) === iss),
  );
  if (!key || more.length > 0)
    throw new ProviderFault('key-issuer', 'The key may not speak for the issuer of the token');
  return key;
}
