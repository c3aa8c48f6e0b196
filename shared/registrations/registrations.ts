import * as accounts from '../accounts/accounts.ts';
import * as pointers from '../accounts/identity-pointers.ts';
import { later, minute } from '../clock.ts';
import type { IdentityKey } from '../identity/identity-key.ts';
import type { ProvenSignIn } from '../identity/identity-provider.ts';
import { hashOf } from '../random.ts';
import type { Services } from '../services.ts';
import { type Registration, type RegistrationToken, registrationBuckets, registrationCodec } from './registration.ts';

/** A registration as it was read, with what is needed to forget it. */
export interface PendingRegistration {
  readonly token: RegistrationToken;
  readonly etag: string;
  readonly value: Registration;
}

const keyOf = (token: RegistrationToken) => ({ partition: token.bucket, row: hashOf(token.secret) });

/** Begins a registration for somebody who has no account. @returns the token for the cookie. */
export async function begin(services: Services, person: ProvenSignIn, returnTo: string): Promise<RegistrationToken> {
  const { config, clock, random, tables } = services;
  const expiresAt = later(clock.now(), config.registrationLifetimeMinutes * minute);
  const token = { bucket: registrationBuckets.of(expiresAt), secret: random.secret() };
  const value: Registration = {
    identity: person.identity,
    identityKind: person.kind,
    label: person.label,
    authenticatedAt: person.authenticatedAt,
    returnTo,
    expiresAt,
  };
  // `exists` can only be our own row, resent: nobody else knows the secret.
  await tables.insert('registrations', { ...keyOf(token), columns: registrationCodec.encode(value) });
  return token;
}

/** The registration behind a cookie, unless it has expired. One request. */
export async function find(services: Services, token: RegistrationToken): Promise<PendingRegistration | undefined> {
  const row = await services.tables.read('registrations', keyOf(token));
  if (!row) return undefined;
  const value = registrationCodec.decode(row);
  return services.clock.now() < value.expiresAt ? { token, etag: row.etag, value } : undefined;
}

/**
 * Removes the registration at once, and before it what a claim has announced that nobody heard of: a name is given for
 * ever, and must not be given after this answer. Two requests, up to three more after such a claim.
 *
 * @returns `registered` when the claim had succeeded all the same: the account stays.
 */
export async function forget(
  services: Services,
  registration: PendingRegistration,
): Promise<'forgotten' | 'registered'> {
  const isCalledOff = await callOffClaim(services, registration.value.identity);
  await services.tables.remove('registrations', keyOf(registration.token), registration.etag);
  return isCalledOff ? 'forgotten' : 'registered';
}

/** @returns false when the identity has an account. */
async function callOffClaim(services: Services, identity: IdentityKey): Promise<boolean> {
  const pointer = await pointers.read(services, identity);
  if (pointer?.value.announces !== 'claim') return true;
  const root = await accounts.read(services, pointer.value.nameKey);
  if ((await pointers.resolve(services, identity, pointer.value, root)) !== 'ruled-out') return false;
  await pointers.remove(services, identity, pointer);
  return true;
}
