import { createHash } from 'node:crypto';
import { identityKey } from '../../shared/identity/identity-key.ts';
import { type IdentityProvider, type ProvenSignIn, ProviderFault } from '../../shared/identity/identity-provider.ts';
import type { TestClock } from './clock.ts';

/** What Microsoft would say of somebody at this sign-in. */
export interface Person {
  readonly id: string;
  readonly secondFactor?: boolean;
  readonly authenticatedAt?: Date | undefined;
}

export interface People {
  readonly provider: IdentityProvider;
  /** The code with which this person comes back from Microsoft. */
  codeFor(person: Person): string;
}

/** A provider that vouches for whoever the test says; the network and its lies are tested elsewhere. */
export function peopleProvider(clock: TestClock): People {
  const codes = new Map<string, Person>();
  return {
    codeFor(person) {
      const code = createHash('sha256').update(`${person.id}${codes.size}`).digest('base64url');
      codes.set(code, person);
      return code;
    },
    provider: {
      async authorizationUrl({ state, fresh }) {
        return new URL(`https://login.example.com/authorize?state=${state}${fresh ? '&prompt=login' : ''}`);
      },
      async redeem({ code }) {
        const person = codes.get(code);
        if (!person || !codes.delete(code)) throw new ProviderFault('code-refused', 'The code is not known');
        return provenSignIn(person, clock.now());
      },
    },
  };
}

export function provenSignIn(person: Person, now: Date): ProvenSignIn {
  return {
    identity: identityKey('https://login.example.com/tenant/v2.0', person.id),
    kind: 'work',
    label: `${person.id.charAt(0)}•••@example.com`,
    secondFactor: person.secondFactor ?? true,
    authenticatedAt: 'authenticatedAt' in person ? person.authenticatedAt : now,
  };
}
