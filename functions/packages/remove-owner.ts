import * as z from 'zod/mini';
import { noContent } from '../../shared/http/answers.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';
import * as owners from '../../shared/packages/owners.ts';

/** DELETE /api/packages/{id}/owners/{name} — removes an owner of a package; with an account of one's own, gives it up. */
export const removeOwner = defineEndpoint({
  name: 'remove-owner',
  method: 'DELETE',
  route: 'api/packages/{id}/owners/{name}',
  surface: 'api',
  summary: 'Remove an owner, or give up ownership',
  caller: 'session',
  rights: ['package:owner:remove', 'package:owner:leave'],
  answers: { 204: z.void() },
  problems: ['no-such-account', 'last-owner'],
  async handle(services, { caller, params }) {
    await owners.remove(services, caller.account, params.id ?? '', params.name ?? '');
    return noContent();
  },
});
