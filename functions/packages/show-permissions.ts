import * as z from 'zod/mini';
import { ok } from '../../shared/http/answers.ts';
import { defineRegistryEndpoint } from '../../shared/http/endpoint.ts';
import { permissions } from '../../shared/packages/permissions.ts';

/** GET /api/packages/{id}/permissions/{username} — what the registry asks before each publish. */
export const showPermissions = defineRegistryEndpoint({
  name: 'show-permissions',
  method: 'GET',
  route: 'api/packages/{id}/permissions/{username}',
  summary: 'What a user may do with a package, and through which owner',
  roles: ['Packages.Read', 'Packages.Register'],
  answers: {
    200: z.strictObject({
      publish: z.boolean(),
      manageOwners: z.boolean(),
      through: z.array(z.strictObject({ owner: z.string(), role: z.enum(['owner', 'admin', 'collaborator']) })),
    }),
  },
  problems: ['not-found'],
  async handle(services, { params }) {
    const { through, ...may } = await permissions(services, params.id ?? '', params.username ?? '');
    return ok({ ...may, through: through.map(({ owner, role }) => ({ owner: owner.value.name, role })) });
  },
});
