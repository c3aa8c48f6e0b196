import * as z from 'zod/mini';
import { CollectionQuery, collection, collectionOf } from '../../shared/http/collection.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';
import { Role } from '../../shared/organizations/member.ts';
import * as members from '../../shared/organizations/members.ts';

const MemberView = z.strictObject({
  username: z.string(),
  role: Role,
  joinedAt: z.iso.datetime(),
  /** The user closed their account, and comes back with it or goes with it. */
  suspended: z.optional(z.literal(true)),
});

/** GET /api/organizations/{name}/members — who is in it. */
export const listMembers = defineEndpoint({
  name: 'list-members',
  method: 'GET',
  route: 'api/organizations/{name}/members',
  surface: 'api',
  summary: 'The members of an organization',
  caller: 'session',
  rights: ['members:see'],
  query: CollectionQuery,
  answers: { 200: collectionOf(MemberView) },
  problems: [],
  async handle(services, { caller, params, query }) {
    const { page } = await members.list(services, caller.account, params.name ?? '', query.cursor);
    return collection(page, ({ name, role, joinedAt, suspended }) => ({
      username: name,
      role,
      joinedAt: joinedAt.toISOString(),
      ...(suspended !== undefined && { suspended: true as const }),
    }));
  },
});
