import { may, type Right } from '../../../shared/organizations/policy.ts';
import type { Entered } from '../../../shared/organizations/standing.ts';

const places: readonly (readonly [path: string, text: string, right: Right])[] = [
  ['', 'Overview', 'organization:see'],
  ['/members', 'Members', 'members:see'],
  ['/invitations', 'Invitations', 'invitations:see'],
  ['/packages', 'Packages', 'packages:see'],
  ['/history', 'History', 'history:see'],
];

/** The heading of an organization's pages, with the ways between those that the viewer may see. */
export function OrganizationHeader({ of, here }: { readonly of: Entered; readonly here: string }) {
  const { organization, standing } = of;
  return (
    <>
      <h1 class="username">{organization.name}</h1>
      {organization.state !== 'active' && (
        <p class="important">
          This organization is being closed or restored. Until that has ended, nothing can be changed.
        </p>
      )}
      <nav class="sections" aria-label="Organization">
        <ul>
          {places
            .filter(([, , right]) => may(right, standing, organization.state))
            .map(([path, text]) => (
              <li key={path}>
                <a
                  href={`/organizations/${organization.name}${path}`}
                  {...(path === here && { 'aria-current': 'page' as const })}
                >
                  {text}
                </a>
              </li>
            ))}
        </ul>
      </nav>
    </>
  );
}
