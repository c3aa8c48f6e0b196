import { callOff } from '../hints/announce.ts';
import type { NameKey } from '../names/name-key.ts';
import type { Services } from '../services.ts';
import type { Decision } from './change.ts';
import { memberKey } from './member.ts';

/**
 * The decision about somebody who has no seat and wants none: an acceptance that they sent before, and never heard of,
 * must not come true after this answer. Strangers too may ask, so the organization's root is not touched.
 */
export async function withoutSeat<T>(
  services: Services,
  user: NameKey,
  organization: NameKey,
  result: T,
): Promise<Decision<T>> {
  const place = { holder: user, kind: 'membership', about: organization } as const;
  const isSure = await callOff(services, place, { table: 'accounts', ...memberKey(organization, user) });
  return isSure ? { result } : 'again';
}
