import * as z from 'zod/mini';
import { CollectionQuery, collection, collectionOf } from '../../shared/http/collection.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';
import { Role } from '../../shared/organizations/member.ts';
import * as receivedInvitations from '../../shared/organizations/received-invitations.ts';

const ReceivedView = z.strictObject({
  kind: z.literal('invitation'),
  organization: z.string(),
  role: Role,
  invitedBy: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});

/** GET /api/account/invitations — the invitations one could accept now. */
export const listReceivedInvitations = defineEndpoint({
  name: 'list-received-invitations',
  method: 'GET',
  route: 'api/account/invitations',
  surface: 'api',
  summary: 'The invitations one could accept now',
  caller: 'session',
  query: CollectionQuery,
  answers: { 200: collectionOf(ReceivedView) },
  problems: [],
  async handle(services, { caller, query }) {
    const page = await receivedInvitations.list(services, caller.account, query.cursor);
    return collection(page, ({ organization, invitation }) => ({
      kind: 'invitation' as const,
      organization: organization.name,
      role: invitation.role,
      invitedBy: invitation.invitedBy,
      createdAt: invitation.createdAt.toISOString(),
      expiresAt: invitation.expiresAt.toISOString(),
    }));
  },
});
