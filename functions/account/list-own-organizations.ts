import * as z from 'zod/mini';
import { CollectionQuery, collection, collectionOf } from '../../shared/http/collection.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';
import { Role } from '../../shared/organizations/member.ts';
import * as memberships from '../../shared/organizations/memberships.ts';

const MembershipView = z.strictObject({
  name: z.string(),
  state: z.string(),
  role: Role,
  joinedAt: z.iso.datetime(),
});

/** GET /api/account/organizations — the organizations one is a member of. */
export const listOwnOrganizations = defineEndpoint({
  name: 'list-own-organizations',
  method: 'GET',
  route: 'api/account/organizations',
  surface: 'api',
  summary: 'The organizations one is a member of',
  caller: 'session',
  query: CollectionQuery,
  answers: { 200: collectionOf(MembershipView) },
  problems: [],
  async handle(services, { caller, query }) {
    const page = await memberships.list(services, caller.account, query.cursor);
    return collection(page, ({ organization, member }) => ({
      name: organization.name,
      state: organization.state,
      role: member.role,
      joinedAt: member.joinedAt.toISOString(),
    }));
  },
});
