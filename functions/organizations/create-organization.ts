import * as z from 'zod/mini';
import { created, ok } from '../../shared/http/answers.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';
import { AccountNameText } from '../../shared/names/account-name.ts';
import * as organizations from '../../shared/organizations/organizations.ts';

const Created = z.strictObject({ name: z.string(), state: z.string(), createdAt: z.iso.datetime() });

/** POST /api/organizations — a new organization with the caller as its first administrator. */
export const createOrganization = defineEndpoint({
  name: 'create-organization',
  method: 'POST',
  route: 'api/organizations',
  surface: 'api',
  summary: 'Create an organization',
  caller: 'session',
  body: z.strictObject({ name: AccountNameText }),
  answers: { 200: Created, 201: Created },
  problems: ['invalid-name', 'name-taken', 'name-reserved', 'too-many-organizations'],
  async handle(services, { caller, body }) {
    const { outcome, organization } = await organizations.create(services, caller.account, body.name);
    const { name, state, createdAt } = organization;
    const view = { name, state, createdAt: createdAt.toISOString() };
    return outcome === 'created' ? created(`/api/organizations/${name}`, view) : ok(view);
  },
});
