/** The key and signature step against the published attacks of C2SP/wycheproof. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readHeader, verifySignature } from '../../../shared/identity/signed-token.ts';
import { signingKey } from '../../../shared/identity/signing-key.ts';

/** Beside the repository, not in it. */
const vectors = path.join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'vectors');
const isHere = existsSync(vectors);
if (!isHere) console.warn('Skipped: the Wycheproof vectors are not beside the repository (../shared/vectors).');

interface Group {
  readonly comment: string;
  readonly private: Jwk | { readonly keys: readonly Jwk[] };
  readonly public?: Jwk | { readonly keys: readonly Jwk[] };
  readonly tests: readonly Vector[];
}

interface Jwk {
  readonly kty?: string;
  readonly alg?: string;
}

interface Vector {
  readonly tcId: number;
  readonly comment: string;
  readonly jws: unknown;
  readonly result: 'valid' | 'invalid';
}

function groupsOf(file: string): readonly Group[] {
  if (!isHere) return [];
  return (JSON.parse(readFileSync(path.join(vectors, file), 'utf8')) as { testGroups: Group[] }).testGroups;
}

/** A secret key has no public part: an attacker would have it published as it is. */
function publishedKeys(group: Group): readonly Jwk[] {
  const published = group.public ?? group.private;
  return 'keys' in published ? published.keys : [published];
}

function isAccepted(group: Group, { jws }: Vector): boolean {
  const token = typeof jws === 'string' ? jws : JSON.stringify(jws);
  try {
    const { kid } = readHeader(token);
    const key = publishedKeys(group)
      .map(signingKey)
      .find((one) => one?.kid === kid);
    if (key === undefined) return false;
    verifySignature(token, key);
    return true;
  } catch {
    return false;
  }
}

const acceptedOf = (group: Group) => group.tests.filter((one) => isAccepted(group, one)).map(({ tcId }) => tcId);
const validOf = (group: Group) => group.tests.filter(({ result }) => result === 'valid').map(({ tcId }) => tcId);

/** Groups whose every key says it is for RS256 or says nothing. */
function rs256Groups(file: string): readonly Group[] {
  return groupsOf(file).filter((group) =>
    publishedKeys(group).every(({ kty, alg }) => kty === 'RSA' && (alg ?? 'RS256') === 'RS256'),
  );
}

describe.skipIf(!isHere)('of the Wycheproof vectors', () => {
  const signatures = 'json_web_signature_test.json';
  const keys = 'json_web_key_test.json';

  test('every valid RS256 signature is accepted but the one over nothing, and no other', () => {
    const groups = rs256Groups(signatures);
    const emptyPayload = 259;
    expect(groups.flatMap(acceptedOf)).toEqual(groups.flatMap(validOf).filter((tcId) => tcId !== emptyPayload));
    expect(groups.flatMap(acceptedOf)).toHaveLength(7);
    expect(groups.flatMap(({ tests }) => tests).length).toBeGreaterThan(230);
  });

  // A key made by Infineon’s faulty library (ROCA) is sound by every rule here; only its maker could tell.
  test('every unsound RS256 key is refused but one that looks sound', () => {
    const groups = rs256Groups(keys);
    const roca = 7;
    expect(groups.flatMap(acceptedOf)).toEqual([...groups.flatMap(validOf), roca].toSorted((a, b) => a - b));
    expect(groups.map(({ comment }) => comment)).toEqual(expect.arrayContaining(['keysize_too_small', 'exponentOne']));
  });

  test.each([[signatures], [keys]])('%s: no other kind of key verifies anything', (file) => {
    const rs256 = new Set(rs256Groups(file).map(({ tests }) => tests[0]?.tcId));
    const others = groupsOf(file).filter(({ tests }) => !rs256.has(tests[0]?.tcId));
    expect(others.length).toBeGreaterThan(10);
    expect(others.flatMap(validOf).length).toBeGreaterThan(3);
    expect(others.flatMap(acceptedOf)).toEqual([]);
  });
});
