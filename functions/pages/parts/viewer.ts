import type { Callers, PersonalCaller } from '../../../shared/http/endpoint.ts';
import * as receivedInvitations from '../../../shared/organizations/received-invitations.ts';
import * as receivedOffers from '../../../shared/packages/received-offers.ts';
import type { Services } from '../../../shared/services.ts';
import type { Viewer } from './layout.tsx';

/**
 * Who the header names. On one's own pages, where everybody arrives after signing in, also whether invitations and offers are
 * waiting: two listings, which no other page pays for. It costs nothing without a cookie.
 */
export async function viewerOf(services: Services, caller: Callers[PersonalCaller], isOwn: boolean): Promise<Viewer> {
  if ('token' in caller) return { kind: 'registering' };
  const signedIn = 'account' in caller ? caller : await caller.session();
  if (!signedIn) return { kind: 'nobody' };
  const { key, value } = signedIn.account;
  const isActive = value.state === 'active';
  const [invitations, offers] =
    isOwn && isActive
      ? await Promise.all([
          receivedInvitations.list(services, signedIn.account, undefined),
          receivedOffers.list(services, key, undefined),
        ])
      : [];
  const isInvited = invitations !== undefined && invitations.items.length > 0;
  const isOffered = offers !== undefined && offers.items.length > 0;
  return { kind: 'signed-in', username: value.name, isActive, isInvited, isOffered };
}
