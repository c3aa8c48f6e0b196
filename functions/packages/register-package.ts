import * as z from 'zod/mini';
import { created, ok } from '../../shared/http/answers.ts';
import { defineRegistryEndpoint } from '../../shared/http/endpoint.ts';
import { AccountNameText } from '../../shared/names/account-name.ts';
import { packageId } from '../../shared/packages/package-id.ts';
import { register } from '../../shared/packages/register.ts';
import { PackageView, viewOf } from './package-view.ts';

/** PUT /api/packages/{id} — the registry registers a package that is published for the first time. */
export const registerPackage = defineRegistryEndpoint({
  name: 'register-package',
  method: 'PUT',
  route: 'api/packages/{id}',
  summary: 'Register a package with its first owner',
  roles: ['Packages.Register'],
  body: z.strictObject({ owner: AccountNameText, publisher: AccountNameText }),
  answers: { 200: PackageView, 201: PackageView },
  problems: ['invalid-package-id', 'invalid-name', 'no-such-account', 'may-not-publish', 'package-exists'],
  async handle(services, { params, body }) {
    const { outcome, package: registered } = await register(services, packageId(params.id ?? ''), body);
    const view = viewOf(registered);
    return outcome === 'created' ? created(`/api/packages/${registered.id}`, view) : ok(view);
  },
});
