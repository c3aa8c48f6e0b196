import * as z from 'zod/mini';
import { collection, collectionOf } from '../../shared/http/collection.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';
import * as owners from '../../shared/packages/owners.ts';

const OwnerView = z.strictObject({ name: z.string(), kind: z.enum(['user', 'organization']) });

/** GET /api/packages/{id}/owners — who owns a package, users and organizations alike. */
export const listOwners = defineEndpoint({
  name: 'list-owners',
  method: 'GET',
  route: 'api/packages/{id}/owners',
  surface: 'api',
  summary: 'The owners of a package',
  caller: 'anyone',
  answers: { 200: collectionOf(OwnerView) },
  problems: ['not-found'],
  async handle(services, { params }) {
    return collection({ items: await owners.list(services, params.id ?? '') }, (owner) => owner);
  },
});
