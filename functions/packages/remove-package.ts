import * as z from 'zod/mini';
import { noContent } from '../../shared/http/answers.ts';
import { defineRegistryEndpoint } from '../../shared/http/endpoint.ts';
import { packageId } from '../../shared/packages/package-id.ts';
import { remove } from '../../shared/packages/remove.ts';

/** DELETE /api/packages/{id} — the registry removes a package; its id can be registered again. */
export const removePackage = defineRegistryEndpoint({
  name: 'remove-package',
  method: 'DELETE',
  route: 'api/packages/{id}',
  summary: 'Remove a package',
  roles: ['Packages.Register'],
  answers: { 204: z.void() },
  problems: ['invalid-package-id'],
  async handle(services, { params }) {
    await remove(services, packageId(params.id ?? ''));
    return noContent();
  },
});
