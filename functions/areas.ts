import type { Address } from '../shared/http/address.ts';
import type { Endpoint, Method } from '../shared/http/endpoint.ts';

/** The addresses of each area, by function name. An area's code is loaded when one of them is first asked for. */
export const areas: readonly Address[] = [
  ...area('browser', () => import('./sign-in/endpoints.ts'), {
    'start-sign-in': 'GET /sign-in',
    'complete-sign-in': 'GET /sign-in/callback',
    'sign-out': 'POST /sign-out',
  }),

  ...area('api', () => import('./registration/endpoints.ts'), {
    'show-registration': 'GET /api/registration',
    'claim-username': 'POST /api/registration',
    'forget-registration': 'DELETE /api/registration',
  }),

  ...area('api', () => import('./names/endpoints.ts'), {
    'check-name': 'GET /api/names/{name}',
  }),

  ...area('api', () => import('./account/endpoints.ts'), {
    'show-session': 'GET /api/session',
    'show-public-account': 'GET /api/accounts/{name}',
    'list-packages-of-account': 'GET /api/accounts/{name}/packages',
    'show-account': 'GET /api/account',
    'list-sessions': 'GET /api/account/sessions',
    'end-other-sessions': 'DELETE /api/account/sessions',
    'end-session': 'DELETE /api/account/sessions/{id}',
    'list-identities': 'GET /api/account/identities',
    'unlink-identity': 'DELETE /api/account/identities/{id}',
    'show-history': 'GET /api/account/history',
    'export-account': 'GET /api/account/export',
    'account-export-schema': 'GET /schemas/account-export.json',
    'show-deletion': 'GET /api/account/deletion',
    'request-deletion': 'POST /api/account/deletion',
    'restore-account': 'DELETE /api/account/deletion',
    'list-own-organizations': 'GET /api/account/organizations',
    'list-received-invitations': 'GET /api/account/invitations',
    'list-own-packages': 'GET /api/account/packages',
    'list-received-offers': 'GET /api/account/offers',
  }),

  ...area('api', () => import('./organizations/endpoints.ts'), {
    'create-organization': 'POST /api/organizations',
    'show-organization': 'GET /api/organizations/{name}',
    'list-members': 'GET /api/organizations/{name}/members',
    'change-member-role': 'PATCH /api/organizations/{name}/members/{username}',
    'remove-member': 'DELETE /api/organizations/{name}/members/{username}',
    'list-invitations': 'GET /api/organizations/{name}/invitations',
    'invite-user': 'POST /api/organizations/{name}/invitations',
    'accept-invitation': 'POST /api/organizations/{name}/invitations/{username}/acceptance',
    'remove-invitation': 'DELETE /api/organizations/{name}/invitations/{username}',
    'list-organization-history': 'GET /api/organizations/{name}/history',
    'list-organization-packages': 'GET /api/organizations/{name}/packages',
    'list-organization-offers': 'GET /api/organizations/{name}/offers',
    'show-organization-deletion': 'GET /api/organizations/{name}/deletion',
    'request-organization-deletion': 'POST /api/organizations/{name}/deletion',
    'restore-organization': 'DELETE /api/organizations/{name}/deletion',
  }),

  ...area('api', () => import('./packages/endpoints.ts'), {
    'register-package': 'PUT /api/packages/{id}',
    'remove-package': 'DELETE /api/packages/{id}',
    'list-owners': 'GET /api/packages/{id}/owners',
    'remove-owner': 'DELETE /api/packages/{id}/owners/{name}',
    'show-permissions': 'GET /api/packages/{id}/permissions/{username}',
    'list-offers': 'GET /api/packages/{id}/offers',
    'offer-ownership': 'POST /api/packages/{id}/offers',
    'accept-offer': 'POST /api/packages/{id}/offers/{name}/acceptance',
    'remove-offer': 'DELETE /api/packages/{id}/offers/{name}',
    'list-package-history': 'GET /api/packages/{id}/history',
  }),

  ...area('api', () => import('./service/endpoints.ts'), {
    health: 'GET /api/health',
    ready: 'GET /api/ready',
  }),

  ...area('browser', () => import('./pages/endpoints.ts'), {
    'show-home-page': 'GET /',
    'show-register-page': 'GET /register',
    'submit-register-page': 'POST /register',
    'show-account-page': 'GET /account',
    'show-sessions-page': 'GET /account/sessions',
    'submit-sessions-page': 'POST /account/sessions',
    'show-identities-page': 'GET /account/identities',
    'submit-identities-page': 'POST /account/identities',
    'show-history-page': 'GET /account/history',
    'show-own-organizations-page': 'GET /account/organizations',
    'show-new-organization-page': 'GET /account/organizations/new',
    'submit-new-organization-page': 'POST /account/organizations/new',
    'show-received-invitations-page': 'GET /account/invitations',
    'submit-received-invitations-page': 'POST /account/invitations',
    'show-organization-page': 'GET /organizations/{name}',
    'submit-organization-page': 'POST /organizations/{name}',
    'show-organization-members-page': 'GET /organizations/{name}/members',
    'submit-organization-members-page': 'POST /organizations/{name}/members',
    'show-organization-invitations-page': 'GET /organizations/{name}/invitations',
    'submit-organization-invitations-page': 'POST /organizations/{name}/invitations',
    'show-organization-history-page': 'GET /organizations/{name}/history',
    'show-organization-deletion-page': 'GET /organizations/{name}/deletion',
    'submit-organization-deletion-page': 'POST /organizations/{name}/deletion',
    'show-account-deletion-page': 'GET /account/deletion',
    'submit-account-deletion-page': 'POST /account/deletion',
    'show-own-packages-page': 'GET /account/packages',
    'submit-own-packages-page': 'POST /account/packages',
    'show-organization-packages-page': 'GET /organizations/{name}/packages',
    'submit-organization-packages-page': 'POST /organizations/{name}/packages',
    'show-package-page': 'GET /packages/{id}',
    'show-package-owners-page': 'GET /packages/{id}/owners',
    'submit-package-owners-page': 'POST /packages/{id}/owners',
    'show-package-history-page': 'GET /packages/{id}/history',
    'show-profile-page': 'GET /profiles/{name}',
    'show-privacy-page': 'GET /privacy',
    'show-problem-page': 'GET /problems/{code}',
    stylesheet: 'GET /styles/{version}',
    icon: 'GET /icon.svg',
  }),
];

function area(
  surface: Endpoint['surface'],
  load: () => Promise<{ readonly endpoints: readonly Endpoint[] }>,
  lines: Readonly<Record<string, `${Method} /${string}`>>,
): Address[] {
  return Object.entries(lines).map(([name, line]) => {
    const [method, route] = line.split(' /') as [Method, string];
    return {
      name,
      method,
      route,
      surface,
      async endpoint() {
        const found = (await load()).endpoints.find((one) => one.name === name);
        if (!found) throw new Error(`${name} is in the table of contents and nowhere else`);
        return found;
      },
    };
  });
}
